import { join } from 'node:path';
import { Hono } from 'hono';
import { createFaults, faultShape } from './faults.ts';
import { type Inbox, openInbox } from './inbox.ts';
import { listPage, messagePage } from './view.ts';

/** What every sandbox is made from. */
export interface SandboxOptions {
  /** Folder that keeps what was received; without it a restart forgets. */
  folder?: string | undefined;
}

/** A sandbox's application with its inbox; `onReset` is called when it is to forget everything. */
export interface Frame {
  app: Hono;
  inbox: Inbox;
  /** File of this sandbox in the folder, if there is one. */
  file(name: string): string | undefined;
  onReset(forget: () => void): void;
}

/** The part all sandboxes share: a view of what was received at `/`, the same as JSON, reset and faults under `/_sandbox`. */
export function createFrame(name: string, title: string, { folder }: SandboxOptions): Frame {
  const app = new Hono();
  const file = (part: string): string | undefined => (folder === undefined ? undefined : join(folder, `${name}-${part}.jsonl`));
  const inbox = openInbox(file('received'));
  const faults = createFaults();
  const forgetters = [() => inbox.clear()];

  app.use(faults.middleware);
  app.get('/', (c) => c.html(listPage(title, inbox.all(), faults.current()), 200, pageHeaders));
  app.get('/_sandbox/messages', (c) => c.json({ messages: inbox.all() }));
  app.get('/_sandbox/messages/:id', (c) => {
    const message = inbox.get(Number(c.req.param('id')));
    if (message === undefined) return c.json({ error: 'There is no such message.' }, 404);
    return c.req.header('accept')?.includes('text/html') ? c.html(messagePage(title, message), 200, pageHeaders) : c.json(message);
  });
  app.post('/_sandbox/reset', (c) => {
    for (const forget of forgetters) forget();
    faults.set({ mode: 'none', status: 503, count: 1 });
    return c.json({ messages: [] });
  });
  app.get('/_sandbox/faults', (c) => c.json({ fault: faults.current() }));
  app.post('/_sandbox/faults', async (c) => {
    const fault = faultShape.safeParse(await c.req.json().catch(() => undefined));
    if (!fault.success) return c.json({ error: fault.error.issues }, 400);
    faults.set(fault.data);
    return c.json({ fault: faults.current() });
  });
  return { app, inbox, file, onReset: (forget) => forgetters.push(forget) };
}

/** Received text is shown, never run: scripts are off and nothing is fetched. */
const pageHeaders = {
  'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; base-uri 'none'; form-action 'none'`,
  'x-content-type-options': 'nosniff',
};
