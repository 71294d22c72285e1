import { createHash } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { notFound } from '../../../domain/errors.ts';
import type { Config } from '../../../domain/settings/config-schema.ts';
import type { ApiDeps } from '../../deps.ts';
import { type Api, endpoint, publicPage } from '../../endpoint.ts';

const pictureTypes: Record<string, string> = {
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
};

const linkShape = z.object({ name: z.string(), url: z.string(), icon_url: z.string().nullable() });
const brandingShape = z
  .object({
    company_name: z.string(),
    portal_name: z.string(),
    self_care_name: z.string(),
    tagline: z.string(),
    font_family: z.string(),
    colors: z.record(z.string(), z.string()),
    /** Addresses of the pictures there are. */
    pictures: z.record(z.string(), z.string()),
    help: z.object({ faqs_url: z.string().optional(), support_url: z.string().optional() }),
  })
  .openapi('Branding');
const linksShape = z.object({ web_apps: z.array(linkShape), grafana: z.array(z.object({ label: z.string(), url: z.string() })) }).openapi('StaffLinks');

/** How the operator looks, for everybody who opens the portal (CFG-2), and the links only staff see (CFG-4). */
export function brandingRoutes(api: Api, { config }: ApiDeps): void {
  const pictures = picturesOf(config);
  const addressOf = (name: string): string => `/crm/branding/picture/${name}`;
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/branding',
      policy: 'public',
      tag: 'settings',
      summary: 'Names, colours and pictures of the operator',
      response: brandingShape,
    },
    async () => {
      const { logos: _logos, login_backdrop: _backdrop, ...rest } = config.branding;
      const shown = [...(await readable(pictures))].filter((name) => !name.startsWith('web-app-'));
      return { ...rest, pictures: Object.fromEntries(shown.map((name) => [name, addressOf(name)])), help: config.help };
    },
  );
  endpoint(
    api,
    { method: 'get', path: '/crm/links', policy: 'signed_in', tag: 'settings', summary: 'Web applications and Grafana panels for staff', response: linksShape },
    async ({ principal }) => {
      if (principal.customerId !== null) return { web_apps: [], grafana: [] };
      const icons = await readable(pictures);
      const webApps = config.web_apps.map(({ name, url }, index) => {
        const picture = `web-app-${index + 1}`;
        return { name, url, icon_url: icons.has(picture) ? addressOf(picture) : null };
      });
      return { web_apps: webApps, grafana: config.grafana };
    },
  );
  publicPage(api, addressOf('{name}'), (c) => sendPicture(c, pictures.get(c.req.param('name') ?? '')));
}

function picturesOf({ branding, web_apps: webApps }: Config): Map<string, string> {
  const files: [string, string | undefined][] = [
    ['small', branding.logos.small],
    ['dark', branding.logos.dark],
    ['light', branding.logos.light],
    ['backdrop', branding.login_backdrop],
    ...webApps.map(({ icon_path: icon }, index): [string, string | undefined] => [`web-app-${index + 1}`, icon]),
  ];
  return new Map(files.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Names of the pictures that can be shown; in place of a file that is missing stands Linewright's own mark (chapter 06). */
async function readable(pictures: ReadonlyMap<string, string>): Promise<Set<string>> {
  const names = await Promise.all(
    [...pictures].map(async ([name, file]) => {
      if (typeOf(file) === undefined) return [];
      const missing = await access(file).catch((cause: unknown) => cause);
      return missing === undefined ? [name] : [];
    }),
  );
  return new Set(names.flat());
}

const typeOf = (file: string): string | undefined => pictureTypes[extname(file).toLowerCase()];

async function sendPicture(c: Context, file: string | undefined): Promise<Response> {
  const type = file === undefined ? undefined : typeOf(file);
  const bytes = file === undefined || type === undefined ? undefined : await readFile(file).catch(() => undefined);
  if (bytes === undefined || type === undefined) throw notFound('Picture');
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 16)}"`;
  // An SVG is a document of its own when opened by itself: no script of it may run.
  const headers = { 'cache-control': 'public, max-age=300', etag, 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox" };
  if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers);
  return c.body(bytes, 200, { ...headers, 'content-type': type });
}
