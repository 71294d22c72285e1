import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { trace } from '@opentelemetry/api';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveMetrics } from '../../../activities/adapters/telemetry/serve-metrics.ts';
import { createApp } from '../../../api/app.ts';
import { createApiMetrics } from '../../../api/metrics.ts';
import { createTestApi, type TestApi } from '../../support/api.ts';

let test: TestApi;
beforeAll(async () => {
  test = await createTestApi();
});
afterAll(() => test.close());

const collect = (port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', path: '/metrics' }, (response) => void text(response).then(resolve, reject))
      .on('error', reject)
      .end();
  });

describe('metrics', () => {
  it('show requests by route, the pool and sessions on an address of their own', async () => {
    const metrics = createApiMetrics(test.deps.orm);
    const app = createApp({ ...test.deps, metrics });
    await test.staff();
    await app.request('/crm/customer/customer_id/17');
    await app.request('/crm/customer/customer_id/18');
    const server = await serveMetrics(metrics.registry, '127.0.0.1:0');
    const page = await collect(server.port);
    await server.close();
    expect(page).toMatch(/linewright_http_request_duration_seconds_count\{method="GET",route="\/crm\/customer\/customer_id\/:customer_id",status="401"\} 2/);
    expect(page).toMatch(/linewright_database_pool_connections\{state="waiting"\} \d/);
    expect(page).toMatch(/linewright_active_sessions 1/);
    expect(page).not.toContain('customer_id/17');
  });
});

describe('log lines and spans', () => {
  it('say who asked and, while somebody acts for them, who that is', async () => {
    const spans = new InMemorySpanExporter();
    const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
    provider.register();
    const lines: Record<string, unknown>[] = [];
    const app = createApp({ ...test.deps, log: pino({}, { write: (line) => void lines.push(JSON.parse(line)) }) });
    const support = await test.staff('can_impersonate');
    const supportId = (await support('GET', '/crm/auth/me')).body.id;
    await test.staff();
    const [{ id = 0 } = {}] = await test.em().execute<{ id: number }[]>('select max(id) as id from app_user');
    const { access_token: token } = (await support('POST', '/auth/impersonate', { user_id: id })).body;
    await app.request('/crm/auth/me', { headers: { authorization: `Bearer ${token}` } });
    await app.request('/crm/auth/me');
    expect(lines).toEqual([
      expect.objectContaining({ caller: 'user', userId: id, impersonatorId: supportId, path: '/crm/auth/me', status: 200 }),
      expect.objectContaining({ caller: 'anonymous', status: 401 }),
    ]);
    const [acting, stranger] = spans.getFinishedSpans().slice(-2);
    expect(acting?.attributes).toMatchObject({ 'user.id': String(id), 'linewright.impersonator_id': String(supportId) });
    expect(stranger?.attributes).not.toHaveProperty('user.id');
    await provider.shutdown();
    trace.disable();
  });
});

describe('headers', () => {
  const withOrigins = (publicUrl: string, origins: string[]) =>
    createApp({ ...test.deps, config: { ...test.deps.config, web: { public_url: publicUrl, allowed_origins: origins } } });

  it('let another origin in only where the settings name it, and never with cookies', async () => {
    const app = withOrigins('https://crm.example.net', ['https://partner.example.net']);
    const ask = (origin: string) => app.request('/crm/customers', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'GET' } });
    const named = await ask('https://partner.example.net');
    expect(named.headers.get('access-control-allow-origin')).toBe('https://partner.example.net');
    expect(named.headers.get('access-control-allow-credentials')).toBeNull();
    expect((await ask('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('tell browsers to come by HTTPS only where the portal is served so', async () => {
    const header = async (publicUrl: string) => (await withOrigins(publicUrl, []).request('/crm/health')).headers;
    expect((await header('https://crm.example.net')).get('strict-transport-security')).toContain('max-age=31536000');
    expect((await header('http://localhost:3000')).get('strict-transport-security')).toBeNull();
    expect((await header('http://localhost:3000')).get('x-content-type-options')).toBe('nosniff');
  });
});
