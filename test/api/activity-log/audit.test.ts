import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditedTables, exemptTables } from '../../../domain/activity-log/audited-tables.ts';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';

let test: TestApi;
let staff: Client;

interface Row {
  action: string;
  entity_kind: string;
  entity_id: string;
  entity_label: string;
  customer_id: number | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

beforeAll(async () => {
  test = await createTestApi();
  staff = await test.staff('admin');
});
afterAll(() => test.close());

const rows = (where: string, params: unknown[] = []) =>
  test.em().execute<(Row & Record<string, unknown>)[]>(`select * from activity_log where ${where} order by activity_id`, params);

async function customer(name: string): Promise<number> {
  const { body } = await staff('PUT', '/crm/customer', { customer_name: name });
  return body.customer_id;
}

describe('what is audited', () => {
  it('is every table with a customer_id, unless it is exempt for a reason', async () => {
    const owned = await test.em().execute<{ table: string }[]>(
      `select table_name as table from information_schema.columns join information_schema.tables using (table_schema, table_name)
        where table_schema = 'public' and column_name = 'customer_id' and table_type = 'BASE TABLE'`,
    );
    expect(owned.length).toBeGreaterThan(6);
    const unknown = owned.map(({ table }) => table).filter((table) => !(table in auditedTables) && !(table in exemptTables));
    expect(unknown, 'list each in domain/activity-log/audited-tables.ts').toEqual([]);
    const triggers = await test.em().execute<{ table: string }[]>(`select tgrelid::regclass::text as table from pg_trigger where tgname = 'audit_changed'`);
    expect(triggers.map(({ table }) => table)).toEqual(expect.arrayContaining(Object.keys(auditedTables)));
  });
});

describe('a change', () => {
  it('is kept with what was before and after, who did it and by which request', async () => {
    const id = await customer('Ada');
    await staff('PATCH', `/crm/customer/customer_id/${id}`, { customer_status: 'Suspended' }, { 'user-agent': 'Test', 'x-request-id': 'request-1' });
    const [created, changed, ...more] = await rows(`entity_kind = 'customer' and entity_id = ?`, [String(id)]);
    expect(more).toEqual([]);
    expect(created).toMatchObject({ action: 'created', customer_id: id, entity_label: 'Ada', before: null, after: { customer_status: 'Open' } });
    expect(changed).toMatchObject({
      action: 'changed',
      before: { customer_status: 'Open' },
      after: { customer_status: 'Suspended' },
      actor_kind: 'user',
      user_agent: 'Test',
      request_id: 'request-1',
    });
    expect(Object.keys(changed?.after ?? {})).toEqual(['customer_status']);
    expect(changed?.['user_id']).toEqual(expect.any(Number));
  });

  it('is not kept when it changes nothing, or when its transaction fails', async () => {
    const id = await customer('Same');
    await staff('PATCH', `/crm/customer/customer_id/${id}`, { customer_name: 'Same' });
    const failing = test.em().transactional(async (em) => {
      await em.execute('update customer set customer_name = ? where customer_id = ?', ['Other', id]);
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    expect(await rows(`entity_kind = 'customer' and entity_id = ?`, [String(id)])).toHaveLength(1);
  });

  it('is kept for raw SQL and for what goes with a removed record', async () => {
    const id = await customer('Gone');
    await staff('PUT', '/crm/contact', { customer_id: id, contact_firstname: 'Bob', contact_lastname: 'Bee' });
    await test.em().execute('delete from customer where customer_id = ?', [id]);
    const removed = await rows(`customer_id = ? and action = 'deleted'`, [id]);
    expect(removed.map(({ entity_kind, entity_label }) => [entity_kind, entity_label])).toEqual(
      expect.arrayContaining([
        ['customer', 'Gone'],
        ['contact', 'Bob Bee'],
      ]),
    );
    expect(removed[0]).toMatchObject({ actor_kind: 'database' });
  });

  it('is in both timelines when a record passes from one customer to another', async () => {
    const [from, to] = [await customer('From'), await customer('To')];
    await test.em().execute(`insert into service (customer_id, service_name, service_uuid) values (?, 'Line', 'line-1')`, [from]);
    await test.em().execute(`update service set customer_id = ? where service_uuid = 'line-1'`, [to]);
    const moved = await rows(`entity_kind = 'service' and action = 'changed'`);
    expect(moved.map(({ customer_id }) => customer_id).sort()).toEqual([from, to].sort());
  });
});

describe('secrets', () => {
  it('are left out, but that they changed is told', async () => {
    const id = await customer('Router');
    await test.em().execute(`insert into inventory_template (item, itemtext1_label, itemtext2_label) values ('SIM', 'ICCID', 'Ki')`);
    await test.em().execute(
      `insert into inventory (inventory_template_id, item, customer_id, itemtext1, itemtext2, management_password)
       select inventory_template_id, item, ?, '8944', 'KI-SECRET', 'PASS-SECRET' from inventory_template where item = 'SIM'`,
      [id],
    );
    await test.em().execute(`update inventory set management_password = 'NEW-SECRET', itemtext2 = 'KI-OTHER' where customer_id = ?`, [id]);
    const found = await rows(`entity_kind = 'inventory' and customer_id = ?`, [id]);
    expect(JSON.stringify(found)).not.toMatch(/SECRET|KI-/);
    expect(found[0]).toMatchObject({ entity_label: 'SIM 8944', after: { itemtext1: '8944', itemtext2: '(secret)', management_password: '(secret)' } });
    expect(found[1]).toMatchObject({ before: { itemtext2: '(secret)' }, after: { itemtext2: '(secret)', management_password: '(secret)' } });
  });

  it('of users stay out too', async () => {
    await test.em().execute(`update app_user set password_hash = 'HASH-SECRET', totp_secret = 'TOTP-SECRET' where id = (select min(id) from app_user)`);
    const [found] = await rows(`entity_kind = 'user' and action = 'changed' order by activity_id desc limit 1 --`);
    expect(found).toMatchObject({ category: 'security', after: { password_hash: '(secret)', totp_secret: '(secret)' } });
  });
});

describe('rights', () => {
  it('given to and taken from roles and users are told by name', async () => {
    const em = test.em();
    await em.execute(`insert into role (name) values ('Desk')`);
    await em.execute(
      `insert into role_permission select r.id, p.id from role r, permission p where r.name = 'Desk' and p.name in ('view_customer', 'view_product', 'admin')`,
    );
    await em.execute(`insert into user_role select u.id, r.id from role r, (select min(id) as id from app_user) u where r.name = 'Desk'`);
    await em.execute(`delete from role where name = 'Desk'`);
    const found = await rows(`entity_kind = 'role' and entity_label = 'Desk' or action in ('roles_given', 'roles_taken') and details->>'roles' like '%Desk%'`);
    expect(found.map(({ action, details }) => [action, details])).toEqual(
      expect.arrayContaining([
        ['created', null],
        ['permissions_given', { permissions: ['admin'] }],
        ['roles_given', { roles: ['Desk'] }],
        ['deleted', null],
      ]),
    );
  });
});
