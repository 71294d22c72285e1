import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getProduct } from '../../../domain/catalog/get-product.ts';
import { createService } from '../../../domain/services/create-service.ts';
import type { Fields } from '../../support/answer-fields.ts';
import type { Client } from '../../support/api.ts';
import { finished, playedWell, type ProvisioningApi, startProvisioningApi } from './support.ts';

let api: ProvisioningApi;
let staff: Client;
let customer: Client;
beforeAll(async () => {
  api = await startProvisioningApi();
  staff = await api.staff(
    'create_provision',
    'view_provision',
    'view_provision_event',
    'view_customer',
    'view_product',
    'create_product',
    'update_product',
    'delete_product',
  );
  customer = await api.customerUser(api.operator.customerId, 'view_own_provision', 'view_own_customer', 'create_provision');
  await api
    .em()
    .execute('update product set retail_cost = 20, retail_setup_cost = 5, customer_can_purchase = true where product_id = ?', [api.operator.productId]);
});
afterAll(() => api?.close());
beforeEach(async () => {
  api.plays.run = async () => playedWell;
  await api.em().execute('update product set terms = null where product_id = ?', [api.operator.productId]);
});

let number = 0;
const promo = async (fields: Record<string, unknown> = {}): Promise<{ promo_code_id: number; code: string; uses: number }> => {
  number += 1;
  const { status, body } = await staff('PUT', '/crm/promo_code/', { code: `SAVE-${number}`, percent_off: 50, ...fields });
  expect(status).toBe(200);
  return body;
};
const order = (body: Record<string, unknown> = {}, client = staff) =>
  client('PUT', '/crm/provision/', { product_id: api.operator.productId, customer_id: api.operator.customerId, 'SIM Card': 'auto', ...body });
const uses = async (id: number): Promise<number | undefined> =>
  (await api.em().execute<{ uses: number }[]>('select uses from promo_code where promo_code_id = ?', [id]))[0]?.uses;
const check = (code: string, client = staff) =>
  client('GET', `/crm/promo_code/check?code=${code}&product_id=${api.operator.productId}&customer_id=${api.operator.customerId}`);
const asPlay = (provisionId: number) => ({
  em: api.em(),
  requestId: 'test',
  ip: null,
  principal: {
    kind: 'play' as const,
    userId: null,
    label: 'play',
    customerId: null,
    roles: [],
    permissions: new Set(['admin']),
    play: { provisionId, attempt: 1 },
  },
});

describe('a promo code', () => {
  it('lowers what the job’s play reads and its service costs, whatever play it is', async () => {
    const { code, promo_code_id } = await promo();
    let seen: unknown;
    api.plays.run = async ({ provisionId }) => {
      const product = await getProduct(asPlay(provisionId), { product_id: api.operator.productId });
      await createService(asPlay(provisionId), { customer_id: api.operator.customerId, product_id: api.operator.productId }, { serviceTypes: [] });
      seen = [product.retail_cost, product.retail_setup_cost];
      return playedWell;
    };
    const { body } = await order({ promo_code: code.toLowerCase() });
    const job = await finished(staff, body.provision_id);
    expect(job.provisioning_status).toBe(0);
    expect(seen).toEqual([10, 2.5]);
    expect(JSON.parse(job.provisioning_json_vars)).toMatchObject({ retail_cost: 10, retail_setup_cost: 2.5 });
    const [service] = await api.em().execute('select retail_cost::float8, promo_code from service where provision_id = ?', [body.provision_id]);
    expect(service).toEqual({ retail_cost: 10, promo_code: code });
    expect(await uses(promo_code_id)).toBe(1);
  });

  it('is given back by a job that fails, and taken again when it is run again', async () => {
    const { code, promo_code_id } = await promo({ max_uses: 1 });
    api.plays.run = async () => ({ status: 'failed', began: true, cleanedUp: true });
    const { body } = await order({ promo_code: code });
    await finished(staff, body.provision_id);
    expect(await uses(promo_code_id)).toBe(0);
    api.plays.run = async () => playedWell;
    await staff('POST', `/crm/provision/provision_id/${body.provision_id}/retry`);
    expect((await finished(staff, body.provision_id)).provisioning_status).toBe(0);
    expect(await uses(promo_code_id)).toBe(1);
  });

  it('is used no oftener than it may be, however many order at once', async () => {
    const { code, promo_code_id } = await promo({ max_uses: 1 });
    const answers = await Promise.all([1, 2, 3].map(() => order({ promo_code: code })));
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    for (const { status, body } of answers.filter((answer) => answer.status !== 200)) expect([status, body.error.field]).toEqual([400, 'promo_code']);
    await finished(staff, won[0]!.body.provision_id);
    expect(await uses(promo_code_id)).toBe(1);
  });

  it.each([
    ['no-such-code', {}, /no such promo code/],
    ['', { enabled: false }, /no longer accepted/],
    ['', { available_until: '2020-01-01' }, /was valid until/],
  ])('that cannot be used stops the order with the reason: %s %j', async (named, fields, reason) => {
    const code = named || (await promo(fields)).code;
    const { status, body } = await order({ promo_code: code });
    expect([status, body.error.field]).toEqual([400, 'promo_code']);
    expect(body.error.message).toMatch(reason);
    expect((await check(code)).body.error.message).toMatch(reason);
  });

  it('for other products stops the order as well', async () => {
    const [other] = await api
      .em()
      .execute<{ product_id: number }[]>(`insert into product (product_name, product_slug) values ('Other', 'other-of-promo') returning product_id`);
    const { code } = await promo({ product_ids: [other?.product_id] });
    expect((await order({ promo_code: code })).body.error.message).toMatch(/not for this product/);
  });

  it('tells what a product would cost with it', async () => {
    const { code } = await promo({ percent_off: '', amount_off: 7 });
    expect((await check(code)).body).toEqual({ code, retail_cost: 18, retail_setup_cost: 0, full: { retail_cost: 20, retail_setup_cost: 5 } });
    expect((await check(code, customer)).status).toBe(200);
    expect((await customer('GET', `/crm/promo_code/check?code=${code}&product_id=${api.operator.productId}&customer_id=999`)).status).toBe(404);
    expect((await customer('GET', '/crm/promo_code')).status).toBe(403);
  });

  it.each([
    [{ percent_off: null }, 'percent_off'],
    [{ product_ids: [999_999, 999_998] }, 'product_ids'],
    [{ amount_off: 3 }, 'amount_off'],
    [{ percent_off: 0 }, 'percent_off'],
    [{ percent_off: 101 }, 'percent_off'],
    [{ code: 'white space' }, 'code'],
    [{ max_uses: 0 }, 'max_uses'],
    [{ available_from: '2026-02-01', available_until: '2026-01-01' }, 'available_until'],
  ])('that makes no sense is refused by field: %j', async (fields, field) => {
    const { status, body } = await staff('PUT', '/crm/promo_code/', { code: 'ODD', percent_off: 5, ...fields });
    expect([status, body.error.field]).toEqual([400, field]);
  });

  it('exists once in any spelling, changes, and is deleted only unused', async () => {
    const { code, promo_code_id } = await promo();
    expect((await staff('PUT', '/crm/promo_code/', { code: code.toLowerCase(), percent_off: 5 })).status).toBe(409);
    const changed = await staff('PATCH', `/crm/promo_code/promo_code_id/${promo_code_id}`, { description: 'For spring' });
    expect(changed.body).toMatchObject({ description: 'For spring', percent_off: 50 });
    await finished(staff, (await order({ promo_code: code })).body.provision_id);
    expect((await staff('DELETE', `/crm/promo_code/promo_code_id/${promo_code_id}`)).status).toBe(409);
    const unused = await promo();
    expect((await staff('DELETE', `/crm/promo_code/promo_code_id/${unused.promo_code_id}`)).status).toBe(200);
    expect((await staff('GET', `/crm/promo_code?search=${unused.code}`)).body.data).toEqual([]);
  });
});

describe('terms', () => {
  const terms = 'Fair use applies.\nThe allowances last 30 days.';
  beforeEach(() => api.em().execute('update product set terms = ? where product_id = ?', [terms, api.operator.productId]));

  it('that are accepted are kept word for word with who and when, also after they change', async () => {
    const { body } = await order({ terms_accepted: true });
    await finished(staff, body.provision_id);
    await api.em().execute(`update product set terms = 'Others' where product_id = ?`, [api.operator.productId]);
    const [kept] = await api
      .em()
      .execute('select terms, accepted_by, length(terms_sha256) as digest from terms_acceptance where provision_id = ?', [body.provision_id]);
    expect(kept).toEqual({ terms, accepted_by: expect.stringContaining('@'), digest: 64 });
  });

  it('are shown with the job, to a customer without who of the staff it was', async () => {
    const { body } = await order({ terms_accepted: true });
    const job = await finished(staff, body.provision_id);
    expect(job['accepted_terms']).toMatchObject({ terms, accepted_by: expect.stringContaining('@'), product_name: expect.any(String) });
    const seen = await customer('GET', `/crm/provision/provision_id/${body.provision_id}`);
    expect(seen.body.accepted_terms).toMatchObject({ terms, accepted_by: 'us on your behalf' });
    const without = await finished(staff, (await order()).body.provision_id);
    expect(without['accepted_terms']).toBeNull();
  });

  it('are shown with the service they were accepted for', async () => {
    const { customerId, productId } = api.operator;
    let serviceId = 0;
    api.plays.run = async ({ provisionId }) => {
      serviceId = (await createService(asPlay(provisionId), { customer_id: customerId, product_id: productId }, { serviceTypes: [] })).service_id;
      return playedWell;
    };
    const { body } = await order({ terms_accepted: true });
    await finished(staff, body.provision_id);
    const reader = await api.staff('view_customer_service');
    const { body: service } = await reader('GET', `/crm/service/${serviceId}`);
    expect(service.accepted_terms).toMatchObject([{ provision_id: body.provision_id, terms, accepted: expect.stringMatching(/Z$/) }]);
  });

  it('stop a customer’s own order, and one that says they were refused', async () => {
    const own = await order({ customer_id: undefined }, customer);
    expect([own.status, own.body.error.field]).toEqual([400, 'terms_accepted']);
    expect((await order({ terms_accepted: false })).status).toBe(400);
  });

  it('do not stop scripts written before they were asked for', async () => {
    const { status, body } = await order();
    expect(status).toBe(200);
    await finished(staff, body.provision_id);
  });
});

describe('the catalogue explained', () => {
  it('says why a customer cannot have each product', async () => {
    await api.em().execute(`insert into product (product_name, product_slug, category, service_type) values ('Extra TV', 'extra-tv', 'addon', 'iptv')`);
    const { body } = await staff<Fields[]>('GET', `/crm/product/explained?customer_id=${api.operator.customerId}`);
    const reasons = Object.fromEntries(body.map((product) => [product.product_name, product.hindrances.map(({ code }) => code)]));
    expect(reasons['Extra TV']).toEqual(['needs_service']);
    expect(Object.values(reasons)).toContainEqual([]);
    expect((await staff('GET', '/crm/product/explained?customer_id=99999')).status).toBe(404);
    expect((await customer('GET', `/crm/product/explained?customer_id=${api.operator.customerId}`)).status).toBe(403);
  });
});
