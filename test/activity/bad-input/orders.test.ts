import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createPlayRunner, type PlayRunner } from '../../../activities/adapters/ansible/play-runner.ts';
import { createPlayActivities } from '../../../activities/provisioning/run-play.ts';
import { finished, type ProvisioningApi, startProvisioningApi } from '../../api/provisioning/support.ts';
import type { Client } from '../../support/api.ts';
import { httpServer } from '../ansible/support/http-server.ts';
import { everythingStored, historyText, rowCounts } from './evidence.ts';
import { headerSecret, plays } from './plays.ts';

// The API, both workers, Temporal, PostgreSQL and Ansible are real; they are started once for all that is wrong.
const secret = 'Pwd-"seeded" \\4be02d & more';
/** What of it JSON, addresses and shells leave as it is. */
const secretCore = '4be02d';
const requestSecret = 'Req-seeded-91ac5e';
const folder = mkdtempSync(join(tmpdir(), 'linewright-bad-input-'));
const marker = join(folder, 'executed');
/** Text that a template, a shell or a YAML parser would act upon. */
const hostile = `A {{ lookup('pipe', 'touch ${marker}') }} {% set x = 1 %} !unsafe\n- command: touch ${marker}\n$(touch ${marker}) \`touch ${marker}\` ../../etc "q" 'q'`;

let api: ProvisioningApi;
let staff: Client;
let runner: PlayRunner;
const logged: string[] = [];
beforeAll(async () => {
  mkdirSync(join(folder, 'plays'));
  for (const [name, text] of Object.entries(plays)) writeFileSync(join(folder, 'plays', name), text);
  const log = (line: string): void => void logged.push(line);
  runner = createPlayRunner({ python: inject('ansible').python, mode: 'warm', log });
  api = await startProvisioningApi({}, { player: (world) => createPlayActivities({ ...world, runner, playsDirectory: join(folder, 'plays') }), onLog: log });
  api.world.config.provisioning.failure_list = ['ops@example.com'];
  staff = await api.staff('create_provision', 'view_provision', 'view_provision_event', 'create_product');
});
afterAll(async () => {
  await api?.close();
  await runner?.close();
  rmSync(folder, { recursive: true });
});

async function insert(table: string, key: string, columns: Record<string, unknown>): Promise<number> {
  const names = Object.keys(columns);
  const sql = `insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')}) returning ${key} as id`;
  const [row] = await api.em().execute<{ id: number }[]>(sql, Object.values(columns));
  return row?.id ?? 0;
}
const productOf = (columns: Record<string, unknown>): Promise<number> =>
  insert('product', 'product_id', { product_name: 'P', product_slug: randomUUID(), provisioning_play: 'play_good', residential: true, ...columns });
const order = (body: Record<string, unknown>, client = staff) =>
  client(
    'PUT',
    '/crm/provision/',
    { product_id: api.operator.productId, customer_id: api.operator.customerId, 'SIM Card': 'auto', ...body },
    { 'x-auth-token': requestSecret },
  );

/** Another customer with a service, a site and a SIM card. */
async function otherCustomer(): Promise<Record<'customer' | 'service' | 'site' | 'item', number>> {
  const customer = await insert('customer', 'customer_id', { customer_name: 'Other' });
  const service = await insert('service', 'service_id', { customer_id: customer, service_name: 'S', service_type: 'mobile', service_uuid: randomUUID() });
  const site = await insert('customer_site', 'site_id', { customer_id: customer, site_name: 'Home', country: 'Portugal' });
  const item = api.operator.items[9] ?? 0;
  await api.em().execute(`update inventory set item_state = 'Assigned', customer_id = ?, service_id = ? where inventory_id = ?`, [customer, service, item]);
  return { customer, service, site, item };
}

describe('an order that cannot be', () => {
  const tomorrow = new Date(Date.now() + 86_400_000);
  const yesterday = new Date(Date.now() - 86_400_000);
  it('is refused by the documented error, and leaves nothing behind', async () => {
    const other = await otherCustomer();
    const template = await insert('inventory_template', 'inventory_template_id', { item: 'Modem', itemtext1_label: 'Serial' });
    const modem = await insert('inventory', 'inventory_id', { inventory_template_id: template, item: 'Modem' });
    const own = await api.customerUser(api.operator.customerId, 'create_provision', 'view_own_provision');
    const forSale = await productOf({ customer_can_purchase: true });
    const cases: [string, Record<string, unknown> | string, number, string | undefined, Client?][] = [
      ['an unknown product', { product_id: 999_999 }, 404, 'product_id'],
      ['an unknown customer', { customer_id: 999_999 }, 404, 'customer_id'],
      ['a product that is not yet sold', { product_id: await productOf({ available_from: tomorrow }) }, 422, 'product_id'],
      ['a product that is no longer sold', { product_id: await productOf({ available_until: yesterday }) }, 422, 'product_id'],
      ['stock of another kind', { 'SIM Card': modem }, 400, 'SIM Card'],
      ['stock that is somebody’s', { 'SIM Card': other.item }, 409, 'SIM Card'],
      ['another customer’s service', { service_id: other.service }, 404, 'service_id'],
      ['another customer’s site', { site_id: other.site }, 404, 'site_id'],
      ['another customer, by a customer', { product_id: forSale, customer_id: other.customer }, 404, 'customer_id', own],
      ['another customer’s service, by a customer', { product_id: forSale, service_id: other.service }, 404, 'service_id', own],
      ['malformed JSON', '{"product_id": 1,', 400, undefined],
      ['a list', '[]', 400, 'body'],
      ['a template as a name', { [`{{ lookup('pipe', 'touch ${marker}') }}`]: 1 }, 400, undefined],
      ['a path as a name', { '../../x': 1 }, 400, '../../x'],
      ['a line break in a name', { 'a\n- command: x': 1 }, 400, undefined],
      ['a play of one’s own', { provisioning_play: '../../play_good' }, 400, 'provisioning_play'],
    ];
    for (const [what, body, status, field, client] of cases) {
      const before = await rowCounts(api.em());
      const answer = typeof body === 'string' ? await staff('PUT', '/crm/provision/', body) : await order({ password: secret, ...body }, client);
      expect({ what, status: answer.status, error: answer.body.error }).toMatchObject({
        what,
        status,
        error: {
          code: expect.stringMatching(/^[a-z_]+$/),
          message: expect.stringMatching(/\S/),
          requestId: expect.any(String),
          ...(field === undefined ? {} : { field }),
        },
      });
      expect({ what, rows: await rowCounts(api.em()) }).toEqual({ what, rows: before });
    }
    const held = await api.em().execute('select inventory_id from inventory where reserved_provision_id is not null');
    expect(held).toEqual([]);
  });

  it.each(['../play_good', 'play\ngood', '{{ play }}', 'plays/play_good', 'play good', 'play_good.yaml; touch x'])(
    'a product whose play is %j is refused',
    async (name) => {
      const before = await rowCounts(api.em());
      const answer = await staff('PUT', '/crm/product', { product_name: 'P', product_slug: 'p-1', provisioning_play: name });
      expect(answer).toMatchObject({ status: 400, body: { error: { code: 'validation', field: 'provisioning_play', requestId: expect.any(String) } } });
      expect(await rowCounts(api.em())).toEqual(before);
    },
  );
});

describe('a play that cannot do it', () => {
  it.each([
    ['is missing', { provisioning_play: 'play_nowhere' }, /play_nowhere/],
    ['has a syntax error', { provisioning_play: 'play_syntax' }, /play_syntax|cannot be read/],
    ['uses a variable that nobody gave', { provisioning_play: 'play_undefined' }, /"Use what nobody gave" failed: .*nobody_gave_this/],
    ['is refused by the network', { provisioning_play: 'play_refused' }, /"Ask in vain" failed: the network refused/],
    ['has a path for a name, from before names were checked', { provisioning_play: '../plays/play_good' }, /play/],
  ])('because it %s ends as a failed job that says so', async (_, columns, reason) => {
    const server = await httpServer(() => ({ json: { token: headerSecret, echoed: { password: secret } } }));
    const product = await productOf(columns);
    const answer = await order({ product_id: product, label: hostile, password: secret, server: server.url });
    expect(answer.status).toBe(200);
    const job = await finished(staff, answer.body.provision_id);
    expect(job).toMatchObject({ provisioning_status: 2, phase: 'failed', reason: expect.stringMatching(reason) });
    expect(JSON.stringify(api.world.sent)).toContain(`${job.provision_id}`);
    await expectNothingKept(job.provision_id);
    await expectNoSecret(job.provision_id);
  });
});

describe('hostile text in values', () => {
  it('stays text for every task, and reaches the other side whole', async () => {
    const server = await httpServer(() => ({ json: { token: headerSecret, echoed: { password: secret } } }));
    const answer = await order({ product_id: await productOf({}), label: hostile, password: secret, server: server.url });
    expect(answer.status).toBe(200);
    const job = await finished(staff, answer.body.provision_id);
    expect(job).toMatchObject({ provisioning_status: 0 });
    expect(server.requests.at(-1)).toMatchObject({
      body: { password: secret, label: hostile },
      headers: { 'x-auth-token': headerSecret, authorization: `Bearer ${secret}` },
    });
    await expectNoSecret(job.provision_id);
  });
});

/** Nothing of a failed job is left but the job itself. */
async function expectNothingKept(provisionId: number): Promise<void> {
  const em = api.em();
  expect(await em.execute('select 1 from inventory where ? in (reserved_provision_id, assigned_provision_id)', [provisionId])).toEqual([]);
  expect(await em.execute('select 1 from service where provision_id = ?', [provisionId])).toEqual([]);
  expect(await em.execute('select 1 from customer_transaction where provision_id = ? and not void', [provisionId])).toEqual([]);
  expect(readdirSync(api.world.runsDirectory)).toEqual([]);
}

/** Nothing was executed, and no secret is in the database, in what was logged or mailed, or in Temporal. */
async function expectNoSecret(provisionId: number): Promise<void> {
  expect(existsSync(marker)).toBe(false);
  const stored = (await everythingStored(api.em())).map(({ place, text }) => ({ place, text }));
  const history = { place: 'the Temporal history', text: await historyText(inject('temporalAddress'), provisionId) };
  expect(history.text).toContain('Reserve stock');
  expect(logged.length).toBeGreaterThan(10);
  const all = [...stored, history, ...logged.map((text) => ({ place: 'the log', text })), { place: 'a mail', text: JSON.stringify(api.world.sent) }];
  const found = all.flatMap(({ place, text }) =>
    [secretCore, headerSecret, requestSecret].flatMap((one) => (text.includes(one) ? [`${place}: ${around(text, one)}`] : [])),
  );
  expect(found).toEqual([]);
}

const around = (text: string, part: string): string => text.slice(Math.max(text.indexOf(part) - 150, 0), text.indexOf(part) + 60);
