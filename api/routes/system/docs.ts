import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { notFound } from '../../../domain/errors.ts';
import { type Api, publicPage } from '../../endpoint.ts';

const assets: Record<string, string> = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
  'favicon-32x32.png': 'image/png',
};
const assetFolder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Linewright API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/crm/docs/assets/favicon-32x32.png"><link rel="stylesheet" href="/crm/docs/assets/swagger-ui.css"></head>
<body><div id="ui"></div><script src="/crm/docs/assets/swagger-ui-bundle.js"></script><script src="/crm/docs/assets/start.js"></script></body></html>`;
const start = `SwaggerUIBundle({ url: '/crm/openapi.json', dom_id: '#ui', deepLinking: true, persistAuthorization: false });`;

/** The OpenAPI 3.1 document at `/crm/openapi.json` and its interactive page at `/crm/docs/` (ARC-2), served from here alone. */
export function docsRoutes(api: Api): void {
  api.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' });
  api.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', { type: 'apiKey', in: 'header', name: 'X-API-KEY' });
  publicPage(api, '/crm/openapi.json', (c) =>
    c.json(
      api.getOpenAPI31Document({
        openapi: '3.1.0',
        info: { title: 'Linewright API', version: '1', description: 'CRM, billing and operations of a telecom operator.' },
        security: [{ bearer: [] }, { apiKey: [] }],
      }),
    ),
  );
  publicPage(api, '/crm/docs', (c) => c.html(page));
  publicPage(api, '/crm/docs/assets/{name}', async (c) => {
    const name = c.req.param('name') ?? '';
    if (name === 'start.js') return c.body(start, 200, { 'content-type': 'text/javascript' });
    const type = assets[name];
    if (type === undefined) throw notFound('Asset', name);
    return c.body(new Uint8Array(await readFile(join(assetFolder, name))), 200, { 'content-type': type, 'cache-control': 'public, max-age=86400' });
  });
}
