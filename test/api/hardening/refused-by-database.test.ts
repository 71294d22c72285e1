import { z } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpoint } from '../../../api/endpoint.ts';
import { createTestApi, type TestApi } from '../../support/api.ts';

// What slips past a schema is refused by the table itself; that is the caller's fault, not the API's.
let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  const store = z.object({ sql: z.string() }).openapi('Statement');
  endpoint(
    api.api,
    { method: 'post', path: '/crm/seeded', policy: 'public', tag: 'test', summary: 'Store', body: store, response: z.object({}) },
    async ({ em }, { body }) => {
      await em.execute(body.sql);
      return {};
    },
  );
  const [params, query] = [z.object({ name: z.string() }), z.object({ item: z.string().optional() })];
  endpoint(
    api.api,
    { method: 'get', path: '/crm/seeded/{name}', policy: 'public', tag: 'test', summary: 'Find', params, query, response: z.object({}) },
    async ({ em }, input) => {
      await em.execute('select ?, ?', [input.params.name, input.query.item ?? '']);
      return {};
    },
  );
});
afterAll(() => api?.close());

describe('a value that the database refuses', () => {
  it.each([
    ['a word that is none of a list', `insert into customer (customer_name, customer_status) values ('A', 'Gone')`, 400, 'validation', 'customer_status'],
    ['a number that is too small', `insert into promo_code (code, product_ids, percent_off) values ('A', '[]', 0)`, 400, 'validation', 'percent_off'],
    [
      'two values that exclude one another',
      `insert into promo_code (code, product_ids, percent_off, amount_off) values ('A', '[]', 1, 1)`,
      400,
      'validation',
      undefined,
    ],
    ['nothing where something must be', `insert into customer (customer_name) values (null)`, 400, 'validation', 'customer_name'],
    ['a statement that a NUL cuts short', `select 'a\u0000b'`, 400, 'validation', undefined],
    ['a number too large', `insert into promo_code (code, product_ids, max_uses) values ('A', '[]', 99999999999)`, 400, 'validation', undefined],
    [
      'a record that is not there',
      `insert into service (customer_id, service_name, service_type, service_uuid) values (999999, 'A', 'a', 'a')`,
      409,
      'conflict',
      undefined,
    ],
  ])('%s is not a fault of the API', async (_, sql, status, code, field) => {
    const answer = await api.anonymous('POST', '/crm/seeded', { sql });
    expect(answer).toMatchObject({ status, body: { error: { code, requestId: expect.any(String) } } });
    expect(answer.body.error.field).toBe(field);
    expect(answer.body.error.message).not.toMatch(/violates|constraint|relation|insert/);
  });

  it.each([
    ['/crm/seeded/a%00b', 'name'],
    ['/crm/seeded/a?item=a%00b', 'item'],
    ['/crm/seeded/a?item=a&item=%00', 'item'],
  ])('NUL in %s is refused by its name', async (path, field) => {
    const message = `${field}: must not contain NUL characters.`;
    expect(await api.anonymous('GET', path)).toMatchObject({ status: 400, body: { error: { code: 'validation', field, message } } });
    expect(await api.anonymous('GET', '/crm/seeded/a%2500b?item=%2500')).toMatchObject({ status: 200 });
  });
});
