import { randomUUID } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpoint } from '../../../api/endpoint.ts';
import { Customer } from '../../../domain/customers/customer.entity.ts';
import { signToken } from '../../../domain/identity/access-token.ts';
import { Provision } from '../../../domain/provisioning/provision.entity.ts';
import { bearer, createIdentityApi, type IdentityApi, jwtSecret } from './support.ts';

let api: IdentityApi;
let provisionId: number;
let customerId: number;

beforeAll(async () => {
  api = await createIdentityApi();
  const response = z.object({ kind: z.string(), customerId: z.number().nullable(), own: z.boolean() });
  endpoint(
    api.app,
    { method: 'get', path: '/probe', policy: { permission: 'create_customer_service' }, tag: 'test', summary: 'Who asks', response },
    async ({ principal }) => ({
      kind: principal.kind,
      customerId: principal.customerId,
      own: principal.play?.provisionId === provisionId,
    }),
  );
  const em = api.database.orm.em.fork();
  const customer = em.create(Customer, { customer_name: 'Ann' });
  await em.flush();
  customerId = customer.customer_id;
  const provision = em.create(Provision, { customer_id: customerId, uuid: randomUUID(), attempt: 2, workflow_id: 'provision-1', provisioning_status: 1 });
  await em.flush();
  provisionId = provision.provision_id;
});
afterAll(() => api.close());

const probe = async (attempt: number, id = provisionId) =>
  api.send('GET', '/probe', { headers: bearer(await signToken(jwtSecret, { kind: 'play', provisionId: id, attempt }, 60)) });

describe('the token of a play', () => {
  it('is good for the job’s current attempt, within the job’s customer', async () => {
    const answer = await probe(2);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ kind: 'play', customerId, own: true });
  });

  it.each([1, 3])('of attempt %i is refused', async (attempt) => {
    expect((await probe(attempt)).status).toBe(401);
  });

  it('of a job that does not exist is refused', async () => {
    expect((await probe(2, 999_999)).status).toBe(401);
  });

  it('is nobody’s login', async () => {
    const headers = bearer(await signToken(jwtSecret, { kind: 'play', provisionId, attempt: 2 }, 60));
    expect((await api.send('GET', '/crm/auth/me', { headers })).status).toBe(403);
  });

  it('sees no customer once its own is gone', async () => {
    const em = api.ctx().em;
    await em.execute('update provision set customer_id = null where provision_id = ?', [provisionId]);
    expect((await probe(2)).body['customerId']).toBe(0);
    await em.execute('update provision set customer_id = ? where provision_id = ?', [customerId, provisionId]);
  });

  it.each([0, 2])('is refused once the job’s state is %i', async (state) => {
    await api.ctx().em.execute('update provision set provisioning_status = ? where provision_id = ?', [state, provisionId]);
    expect((await probe(2)).status).toBe(401);
  });
});
