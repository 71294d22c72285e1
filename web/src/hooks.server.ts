import type { Handle } from '@sveltejs/kit/hooks';
import interLatin from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import { defaultBranding } from '#lib/branding/brand.ts';
import { belongsToApi, proxyToApi } from '#lib/server/api-proxy.ts';
import { brandHead, brandingSource } from '#lib/server/brand-page.ts';
import { grafanaFrames } from '#lib/server/grafana-frames.ts';

const portOffset = Number(process.env.PORT_OFFSET ?? 0);
const apiUrl = process.env.API_URL ?? `http://127.0.0.1:${5000 + portOffset}`;

const branding = brandingSource(apiUrl);
const preloadInter = `<link rel="preload" href="${interLatin}" as="font" type="font/woff2" crossorigin="anonymous" />`;

const securityHeaders: Record<string, string> = {
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(self), payment=(self)',
};

/** Passes API paths on and serves the portal's own pages with security headers. */
export const handle: Handle = async ({ event, resolve }) => {
  const scheme = event.request.headers.get('x-forwarded-proto') === 'https' ? 'https' : 'http';
  if (belongsToApi(event.url.pathname)) {
    return proxyToApi({
      request: event.request,
      url: event.url,
      clientAddress: event.getClientAddress(),
      scheme,
      apiUrl,
    });
  }
  const brand = await branding();
  let nonce = '';
  const response = await resolve(event, {
    transformPageChunk: ({ html }) => {
      nonce ||= /nonce="([^"]+)"/.exec(html)?.[1] ?? '';
      // Functions, because replacement texts give `$` a meaning.
      return html
        .replace('%portal.icon%', () => brand.pictures.small ?? '/favicon.svg')
        .replace('%portal.preload%', () => (brand.font_family === defaultBranding.font_family ? preloadInter : ''))
        .replace('%portal.brand%', () => brandHead(brand, nonce));
    },
  });
  allowBrandStyle(response, nonce);
  await grafanaFrames(event, response, apiUrl);
  for (const [name, value] of Object.entries(securityHeaders)) response.headers.set(name, value);
  if (scheme === 'https') {
    response.headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
  }
  return response;
};

/** Lets the brand's inline style pass: the built page's policy has the nonce for scripts only. */
function allowBrandStyle(response: Response, nonce: string): void {
  const policy = response.headers.get('content-security-policy');
  if (!policy || !nonce) return;
  response.headers.set(
    'content-security-policy',
    policy.replace("style-src 'self';", `style-src 'self' 'nonce-${nonce}';`),
  );
}
