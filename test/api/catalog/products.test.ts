import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client, TestApi } from '../../support/api.ts';
import { type CatalogApi, openCatalog, slugs } from './support.ts';

let api: TestApi;
let staff: Client;
let make: CatalogApi['make'];
let customer: CatalogApi['customer'];
let service: CatalogApi['service'];

beforeAll(async () => {
  ({ api, staff, make, customer, service } = await openCatalog());
});
afterAll(() => api.close());

/** Definitions as chapters 17 and 30 print them. */
const documented = [
  {
    product_slug: 'Mobile-SIM',
    product_name: 'Mobile SIM Only',
    category: 'standalone',
    service_type: 'mobile',
    provisioning_play: 'play_psim_only',
    provisioning_json_vars: '{"iccid": "", "msisdn": ""}',
    inventory_items_list: "[ 'SIM Card', 'Mobile Number' ]",
    retail_cost: 0,
    retail_setup_cost: 0,
    wholesale_cost: 3,
    wholesale_setup_cost: 1,
    contract_days: 0,
    residential: true,
    business: true,
    enabled: true,
    customer_can_purchase: true,
    icon: 'fa-solid fa-sim-card',
    features_list: "[ 'Australian Phone Number (04xxx)', 'Fastest speeds', 'Best coverage', 'Roaming on the Mainland' ]",
    terms: 'Must be activated within 6 months.',
    comment: 'Physical SIM card',
  },
  {
    product_slug: 'norfone-mobile-prepaid-mini',
    product_name: 'Norfone Mini Plan',
    category: 'addon',
    service_type: 'mobile',
    provisioning_play: 'play_topup_charge_then_action',
    provisioning_json_vars: '',
    inventory_items_list: '[]',
    retail_cost: 30,
    wholesale_cost: 5.84,
    contract_days: 30,
    auto_renew: 'prompt',
  },
  {
    product_slug: 'Bundle-Seniors',
    product_name: 'Seniors Bundle',
    category: 'bundle',
    service_type: 'fixed',
    provisioning_play: 'play_seniors_package',
    provisioning_json_vars: '{"IPTV_Service_ID": "SeniorBundle"}',
    inventory_items_list: "['Modem Router']",
    retail_cost: 30,
    wholesale_setup_cost: 11,
    contract_days: 180,
  },
  {
    product_slug: 'prepaid-mobile-20gb',
    product_name: 'Prepaid Mobile 20GB',
    service_type: 'mobile',
    retail_cost: 15.0,
    available_from: '2025-01-01T00:00:00Z',
    available_until: null,
    auto_renew: 'prompt',
    allow_auto_renew: true,
    features_list: '20GB High-Speed Data. Unlimited Calls & Texts. 30-Day Expiry',
    provisioning_json_vars: '{\n "days": 30,\n "voice_minutes": "unlimited"\n}',
    relies_on_list: '',
  },
];

describe('happy', () => {
  test.each(documented)('the documented product $product_slug is accepted and answered as given', async (definition) => {
    const { status, body } = await staff('PUT', '/crm/product/', definition);
    expect(status).toBe(200);
    const stored = { ...definition, provisioning_json_vars: definition.provisioning_json_vars || null, relies_on_list: null };
    expect(body).toMatchObject('available_from' in definition ? { ...stored, available_from: '2025-01-01T00:00:00.000Z' } : stored);
    for (const path of [`product_id/${body.product_id}`, `product_slug/${body.product_slug}`])
      expect((await staff('GET', `/crm/product/${path}`)).body).toEqual(body);
  });

  test('lists are accepted as arrays and read in every spelling', async () => {
    const product = await make({
      features_list: ['Fast', 'Up to 1. 2 Gbps'],
      inventory_items_list: "['ONT Device', 'IPv4 Address']",
      auto_renew: true,
      provisioning_json_vars: { days: 7 },
    });
    expect(product).toMatchObject({
      features_list: '["Fast","Up to 1. 2 Gbps"]',
      features: ['Fast', 'Up to 1. 2 Gbps'],
      inventory_items: ['ONT Device', 'IPv4 Address'],
      auto_renew: 'true',
      provisioning_json_vars: '{"days":7}',
    });
  });

  test('the list holds what is on offer now, the paginated one everything', async () => {
    const offered = await make({ service_type: 'iptv' });
    const disabled = await make({ service_type: 'iptv', enabled: false });
    const later = await make({ service_type: 'iptv', available_from: '2999-01-01T00:00:00Z' });
    const over = await make({ service_type: 'iptv', available_until: '2020-01-01T00:00:00Z' });
    const all = [offered, disabled, later, over].map((product) => product.product_slug);
    expect(slugs(await staff('GET', '/crm/product/?service_type=iptv'))).toEqual([offered.product_slug]);
    expect(slugs(await staff('GET', '/crm/product/?service_type=iptv&include_disabled=true')).sort()).toEqual(all.sort());
    const page = await staff('GET', `/crm/product/paginated?filters={"service_type":["iptv"]}&sort=product_id&order=asc&per_page=3`);
    expect(page.body.pagination).toEqual({ current_page: 1, per_page: 3, total_pages: 2, total_items: 4 });
    expect((await staff('GET', `/crm/product/paginated?search=${offered.product_slug}`)).body.data).toContainEqual(offered);
  });

  test('for a customer the list holds what it may have', async () => {
    const plan = await make({ service_type: 'voip' });
    const business = await make({ service_type: 'voip', residential: false, business: true });
    const addon = await make({ service_type: 'voip', category: 'addon' });
    const dependent = await make({ service_type: 'voip', relies_on_list: [plan.product_id] });
    const id = await customer();
    const offers = async () => slugs(await staff('GET', `/crm/product/?service_type=voip&customer_id=${id}`));
    expect(await offers()).toEqual([plan.product_slug]);
    await service(id, 'voip', plan.product_id);
    expect((await offers()).sort()).toEqual([plan, addon, dependent].map((product) => product.product_slug).sort());
    expect(slugs(await staff('GET', `/crm/product/?service_type=voip&customer_id=${await customer({ customer_account_type: 'Business' })}`))).toEqual([
      business.product_slug,
    ]);
  });

  test('a change keeps the rest; an unused product can be removed', async () => {
    const product = await make({ retail_cost: '12.50' });
    const path = `/crm/product/product_id/${product.product_id}`;
    expect((await staff('PATCH', path, { enabled: 'false', tax_percentage: 12.5 })).body).toMatchObject({
      retail_cost: 12.5,
      enabled: false,
      tax_percentage: 12.5,
      product_slug: product.product_slug,
    });
    expect((await staff('DELETE', path)).status).toBe(200);
    expect((await staff('GET', path)).status).toBe(404);
  });
});

describe('error', () => {
  test.each([
    ['product_name', { product_name: '' }],
    ['product_slug', { product_slug: 'two words' }],
    ['product_slug', { product_slug: '../etc' }],
    ['category', { category: 'other' }],
    ['service_type', { service_type: 'teleport' }],
    ['retail_cost', { retail_cost: -1 }],
    ['retail_cost', { retail_cost: 1.005 }],
    ['retail_cost', { retail_cost: 'free' }],
    ['wholesale_cost', { wholesale_cost: 1e15 }],
    ['tax_percentage', { tax_percentage: 101 }],
    ['contract_days', { contract_days: 1.5 }],
    ['auto_renew', { auto_renew: 'maybe' }],
    ['enabled', { enabled: 'perhaps' }],
    ['available_until', { available_from: '2026-02-01', available_until: '2026-01-01' }],
    ['provisioning_play', { provisioning_play: '../../etc/passwd' }],
    ['provisioning_play', { provisioning_play: 'play.yaml' }],
    ['provisioning_json_vars', { provisioning_json_vars: '[1]' }],
    ['provisioning_json_vars', { provisioning_json_vars: '{"a":' }],
    ['features_list', { features_list: "['unclosed]" }],
    ['inventory_items_list', { inventory_items_list: [{ a: 1 }] }],
  ])('%s is refused in %j', async (field, fields) => {
    const before = (await staff('GET', '/crm/product/paginated')).body.pagination.total_items;
    const answer = await staff('PUT', '/crm/product/', { product_name: 'Bad', product_slug: 'bad', ...fields });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'validation' } } });
    expect(answer.body.error.field.split('.')[0]).toBe(field);
    expect((await staff('GET', '/crm/product/paginated')).body.pagination.total_items).toBe(before);
  });

  test('a slug is used once, a sold product stays', async () => {
    const product = await make();
    expect(await staff('PUT', '/crm/product/', { product_name: 'Again', product_slug: product.product_slug })).toMatchObject({
      status: 409,
      body: { error: { field: 'product_slug' } },
    });
    expect(await staff('PATCH', `/crm/product/product_id/${(await make()).product_id}`, { product_slug: product.product_slug })).toMatchObject({ status: 409 });
    await service(await customer(), 'mobile', product.product_id);
    expect(await staff('DELETE', `/crm/product/product_id/${product.product_id}`)).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
  });

  test('what does not exist is not found', async () => {
    for (const path of ['product_id/999999', 'product_slug/none']) expect((await staff('GET', `/crm/product/${path}`)).status).toBe(404);
    expect((await staff('PATCH', '/crm/product/product_id/999999', {})).status).toBe(404);
    expect((await staff('DELETE', '/crm/product/product_id/999999')).status).toBe(404);
    expect((await staff('GET', '/crm/product/?customer_id=999999')).body.error.field).toBe('customer_id');
  });
});
