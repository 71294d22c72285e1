import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AcceptProvisionInput, ProvisioningActivities, ReservedItem } from '../../../activities/provisioning/contract.ts';
import { seal } from '../../../domain/provisioning/seal.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import type { ProvisioningWorld, SeededOperator } from '../../support/provisioning.ts';
import { acceptedJob, inActivity, order, rows, step } from './support.ts';

let database: TestDatabase;
let world: ProvisioningWorld;
let activities: ProvisioningActivities;
let operator: SeededOperator;
let job: AcceptProvisionInput;
let reserved: ReservedItem[];
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());
beforeEach(async () => {
  ({ world, activities, operator, job, reserved } = await acceptedJob(database));
});

const em = () => database.orm.em.fork();
const call = <Name extends keyof ProvisioningActivities>(name: Name, rest: object = {}) =>
  inActivity(activities[name] as (input: { provisionId: number }) => Promise<unknown>, { provisionId: job.provisionId, step, ...rest } as never);
const item = async (id = operator.items[1]) =>
  (
    await rows(
      database.orm.em,
      'select customer_id, service_id, item_state, reserved_provision_id, assigned_provision_id from inventory where inventory_id = ?',
      [id],
    )
  )[0];
const free = (item_state: string) => ({ customer_id: null, service_id: null, item_state, reserved_provision_id: null, assigned_provision_id: null });

/** What a play that went half way leaves. */
async function makeService(provisionId: number | null, uuid = `Service_${job.uuid.slice(0, 8)}`): Promise<number> {
  const [row] = await em().execute<{ service_id: number }[]>(
    'insert into service (customer_id, provision_id, service_name, service_uuid) values (?, ?, ?, ?) returning service_id',
    [operator.customerId, provisionId, 'S', uuid],
  );
  return row?.service_id ?? 0;
}

describe('giving stock back', () => {
  it('frees what was only reserved', async () => {
    await call('releaseStock', { reserved });
    expect(await item()).toEqual(free('New'));
  });

  it('restores the state of what the play had assigned, or had returned as used', async () => {
    const service = await makeService(job.provisionId);
    await em().execute(`update inventory set customer_id = ?, service_id = ?, item_state = 'Assigned', assigned_provision_id = ? where inventory_id = ?`, [
      operator.customerId,
      service,
      job.provisionId,
      operator.items[1],
    ]);
    await call('releaseStock', { reserved });
    expect(await item()).toEqual(free('New'));
  });

  it('leaves what turned out damaged as it is, but frees it', async () => {
    await em().execute(`update inventory set item_state = 'Damaged' where inventory_id = ?`, [operator.items[1]]);
    await call('releaseStock', { reserved });
    expect(await item()).toEqual(free('Damaged'));
  });

  it('touches nothing that another order has got since, and may be repeated', async () => {
    await call('releaseStock', { reserved });
    const other = await order(world, operator, { stock: [{ item: 'SIM Card', inventoryId: operator.items[1] ?? 0 }] });
    await inActivity(activities.acceptProvision, other);
    expect(await call('releaseStock', { reserved })).toEqual({ skipped: 'The job holds no stock.' });
    expect(await item()).toMatchObject({ reserved_provision_id: other.provisionId });
  });
});

describe('removing charging accounts', () => {
  const marked = () => `Service_${job.uuid.slice(0, 8)}`;

  it('removes those of its services, those its play named, and those that carry its uuid', async () => {
    await makeService(job.provisionId, 'Odd_name');
    const facts = await seal(world.config.jwt_secret, `provision-facts:${job.provisionId}`, { service_uuid: 'Random_4711', other: 'text' });
    await em().execute(
      `insert into provision_event (provision_id, attempt, event_number, event_name, provisioning_status, sealed_facts) values (?, 1, 1, 'Name it', 0, ?)`,
      [job.provisionId, facts],
    );
    for (const name of ['Odd_name', 'Random_4711', marked(), 'Bystander']) world.charging.accounts.add(name);
    await call('removeChargingAccounts');
    expect([...world.charging.accounts]).toEqual(['Bystander']);
    expect(await call('removeChargingAccounts')).toEqual({ skipped: 'There is no account of this job.' });
  });

  it('never removes the account of a service that another job made', async () => {
    await makeService(null, `Older_${job.uuid.slice(0, 8)}`);
    world.charging.accounts.add(`Older_${job.uuid.slice(0, 8)}`);
    const facts = await seal(world.config.jwt_secret, `provision-facts:${job.provisionId}`, { service_uuid: `Older_${job.uuid.slice(0, 8)}` });
    await em().execute(
      `insert into provision_event (provision_id, attempt, event_number, event_name, provisioning_status, sealed_facts) values (?, 1, 1, 'Read it', 0, ?)`,
      [job.provisionId, facts],
    );
    await call('removeChargingAccounts');
    expect([...world.charging.accounts]).toHaveLength(1);
  });

  it('fails, to be tried again, when the charging system does not answer', async () => {
    world.charging.down = true;
    await expect(call('removeChargingAccounts')).rejects.toThrow();
  });

  it('of a service that ends is its account alone', async () => {
    const service = await makeService(null, `Ending_${randomUUID()}`);
    const [row] = await rows<{ service_uuid: string }>(database.orm.em, 'select service_uuid from service where service_id = ?', [service]);
    job = await order(world, operator, {}, { action: 'deprovision', serviceId: service });
    await inActivity(activities.acceptProvision, job);
    for (const name of [row?.service_uuid ?? '', marked()]) world.charging.accounts.add(name);
    await call('removeChargingAccounts');
    expect([...world.charging.accounts]).toEqual([marked()]);
  });
});

describe('removing records', () => {
  it('voids its charges and deletes its services, but no issued charge and nobody else’s service', async () => {
    const service = await makeService(job.provisionId);
    const older = await makeService(null, randomUUID());
    await em().execute('update provision set service_id = ? where provision_id = ?', [service, job.provisionId]);
    await em().execute(
      `insert into customer_transaction (customer_id, service_id, provision_id, title, retail_cost, invoice_id) values (?, ?, ?, 'Setup', 5, null), (?, ?, ?, 'Issued', 5, 1)`,
      [operator.customerId, service, job.provisionId, operator.customerId, service, job.provisionId],
    );
    await call('removeRecords');
    expect(await rows(database.orm.em, 'select service_id from service where customer_id = ?', [operator.customerId])).toEqual([{ service_id: older }]);
    expect(await rows(database.orm.em, 'select title, void from customer_transaction where provision_id = ? order by title', [job.provisionId])).toEqual([
      { title: 'Issued', void: false },
      { title: 'Setup', void: true },
    ]);
    expect(await rows(database.orm.em, 'select service_id from provision where provision_id = ?', [job.provisionId])).toEqual([{ service_id: null }]);
    expect(await call('proveNothingRemains', { reserved })).toEqual({
      remains: [expect.objectContaining({ kind: 'transaction' }), { kind: 'inventory', id: operator.items[1] }],
    });
  });
});

describe('closing a service', () => {
  it('makes it Inactive and its stock Used', async () => {
    const service = await makeService(null, randomUUID());
    await em().execute(`update inventory set customer_id = ?, service_id = ?, item_state = 'Assigned' where inventory_id = ?`, [
      operator.customerId,
      service,
      operator.items[3],
    ]);
    job = await order(world, operator, {}, { action: 'deprovision', serviceId: service });
    await inActivity(activities.acceptProvision, job);
    await call('closeService');
    expect(await item(operator.items[3])).toEqual(free('Used'));
    expect(
      await rows(database.orm.em, 'select service_status, service_billed, service_deactivate_date is not null as dated from service where service_id = ?', [
        service,
      ]),
    ).toEqual([{ service_status: 'Inactive', service_billed: false, dated: true }]);
    expect(await call('closeService')).toEqual({ skipped: 'The play has closed the service.' });
  });
});
