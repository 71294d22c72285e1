import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedRoles } from '../../../domain/identity/seed-roles.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { makeTwoTenants } from './support/two-tenants.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());

it('a new table is filled for both customers, whatever it checks', async () => {
  const em = database.orm.em.fork();
  await seedRoles(em);
  await em.execute(`create table new_thing (
    new_thing_id serial primary key, customer_id int not null references customer (customer_id), service_id int references service (service_id),
    kind text not null check (kind in ('one', 'other')), currency text not null check (currency ~ '^[A-Z]{3}$'),
    share numeric(5, 2) not null check (share > 0 and share <= 100), fixed numeric(12, 2), rate numeric(12, 2), check (num_nonnulls(fixed, rate) = 1),
    starts timestamptz not null, ends timestamptz not null, check (ends > starts), code text not null unique, tags jsonb not null check (jsonb_typeof(tags) = 'array'))`);
  const { owned, mine, theirs } = await makeTwoTenants(em);
  expect(owned).toContain('new_thing');
  for (const tenant of [mine, theirs]) {
    const row = tenant.rows.get('new_thing');
    expect(row?.['customer_id']).toBe(tenant.rows.get('customer')?.['customer_id']);
    expect(row?.['service_id']).toBe(tenant.rows.get('service')?.['service_id']);
    expect(row?.['code']).toContain(tenant.name);
  }
});
