import { get as httpGet } from 'node:http';
import { get as httpsGet } from 'node:https';
import { json } from 'node:stream/consumers';
import { brandStyle } from '#lib/branding/brand-style.ts';
import { type Branding, brandingElement, defaultBranding } from '#lib/branding/brand.ts';
import { fontSheets } from './brand-fonts.ts';

/** How long the branding is remembered, and how long the API may take to tell it, milliseconds. */
const lifeMs = 10_000;
const patienceMs = 1500;

/** Reads GET answers of the API; fetch is not used because it refuses some ports. */
export function readFromApi<Answer>(address: URL, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const get = address.protocol === 'https:' ? httpsGet : httpGet;
    get(address, { headers, signal: AbortSignal.timeout(patienceMs) }, (response) => {
      if (response.statusCode === 200) void (json(response) as Promise<Answer>).then(resolve, reject);
      else reject(new Error(`status ${response.statusCode}`));
    }).on('error', reject);
  });
}

/** The operator's branding, remembered for a moment; the last one known, or Linewright's own, while the API does not answer. */
export function brandingSource(apiUrl: string): () => Promise<Branding> {
  let known = defaultBranding;
  let freshUntil = 0;
  return async () => {
    if (Date.now() >= freshUntil) {
      known = await readFromApi<Branding>(new URL('/crm/branding', apiUrl)).catch(() => known);
      freshUntil = Date.now() + lifeMs;
    }
    return known;
  };
}

/** What the page's head carries: the font's sheets, the colours, and the branding itself for the portal to read. */
export function brandHead(branding: Branding, nonce: string): string {
  const sheets = (fontSheets[branding.font_family] ?? []).map((href) => `<link rel="stylesheet" href="${href}" />`);
  // `<` is the only character that could end the element.
  const data = JSON.stringify(branding).replaceAll('<', String.raw`\u003c`);
  return [
    ...sheets,
    `<style nonce="${nonce}">${brandStyle(branding)}</style>`,
    `<script nonce="${nonce}" type="application/json" id="${brandingElement}">${data}</script>`,
  ].join('\n    ');
}
