import { html, raw } from 'hono/html';
import type { Fault } from './faults.ts';
import type { Received } from './inbox.ts';

type Html = ReturnType<typeof html>;

const style = raw(`<style>
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.3rem; } h1 small { font-weight: normal; opacity: .65; }
table { width: 100%; border-collapse: collapse; } td, th { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid #8884; vertical-align: top; }
time { white-space: nowrap; font-variant-numeric: tabular-nums; opacity: .75; }
.fault { border-left: 4px solid #d97706; padding: .4rem .8rem; background: #d9770622; }
iframe { width: 100%; height: 36rem; border: 1px solid #8884; background: #fff; color-scheme: light; }
pre { overflow: auto; padding: .8rem; background: #8881; white-space: pre-wrap; overflow-wrap: anywhere; }
</style>`);

const page = (title: string, body: Html): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${style}
      </head>
      <body>
        ${body}
      </body>
    </html>`;

/** What was received, newest first; all of it is text to this page. */
export function listPage(title: string, messages: readonly Received[], fault: Fault | null): Html {
  const rows = [...messages].reverse().map(
    ({ id, at, summary }) =>
      html`<tr>
        <td><time datetime="${at}">${at.replace('T', ' ').slice(0, 19)}</time></td>
        <td><a href="/_sandbox/messages/${id}">${summary}</a></td>
      </tr>`,
  );
  const faultNote =
    fault === null
      ? ''
      : html`<p class="fault">
          Fault switched on: <b>${fault.mode}</b>${fault.mode === 'status' ? ` ${fault.status}` : ''}, ${fault.count ?? 'all'} more request(s).
        </p>`;
  const list =
    rows.length === 0
      ? html`<p>Nothing received yet.</p>`
      : html`<table>
          <thead>
            <tr>
              <th>Received (UTC)</th>
              <th>What</th>
            </tr>
          </thead>
          <tbody>
            ${rows}
          </tbody>
        </table>`;
  return page(
    title,
    html`<h1>${title} <small>sandbox: nothing leaves this machine</small></h1>
      ${faultNote}${list}
      <p>
        <a href="/">Refresh</a> · <a href="/_sandbox/messages">as JSON</a> · <code>POST /_sandbox/reset</code> forgets everything ·
        <code>POST /_sandbox/faults {"mode": "refuse|hang|status|drop_after_accept|none", "count": 1}</code>
      </p>`,
  );
}

/** One thing received; a mail's HTML is shown in a frame where nothing runs. */
export function messagePage(title: string, { at, summary, detail, html: document }: Received): Html {
  const frame = document === undefined ? '' : html`<iframe sandbox title="Message" srcdoc="${document}"></iframe>`;
  return page(
    summary,
    html`<p><a href="/">${title}</a></p>
      <h1>${summary}</h1>
      <p><time datetime="${at}">${at}</time></p>
      ${frame}
      <pre>${JSON.stringify(detail, null, 2)}</pre>`,
  );
}
