import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAcceptProvision } from '../../../activities/provisioning/accept-provision.ts';
import type { AcceptProvisionInput } from '../../../activities/provisioning/contract.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { provisioningWorld, type ProvisioningWorld, seedOperator, type SeededOperator } from '../../support/provisioning.ts';
import { inActivity, order, rows } from './support.ts';

let database: TestDatabase;
let world: ProvisioningWorld;
let operator: SeededOperator;
beforeAll(async () => {
  database = await createTestDatabase();
  world = provisioningWorld(database.orm);
  operator = await seedOperator(database.orm.em.fork());
});
afterAll(() => database?.close());

const accept = (input: AcceptProvisionInput, info?: Parameters<typeof inActivity>[2]) => inActivity(createAcceptProvision(world), input, info);
const jobs = () => rows<{ provision_id: number }>(database.orm.em, 'select provision_id from provision order by 1');

describe('accepting an order', () => {
  it('stores the job, holds its stock and tells those who watch', async () => {
    const input = await order(world, operator, {
      request: { wifi_password: 'hunter2hunter2', site_note: 'Back door' },
      stock: [{ item: 'SIM Card', inventoryId: operator.items[1] ?? 0 }],
    });
    expect(await accept(input)).toEqual({ provisionId: input.provisionId, attempt: 0, reserved: [{ inventoryId: operator.items[1], itemState: 'New' }] });
    const [job] = await rows<Record<string, unknown>>(database.orm.em, 'select * from provision where provision_id = ?', [input.provisionId]);
    expect(job).toMatchObject({ provisioning_status: 1, phase: 'queued', uuid: input.uuid, workflow_id: `provision-${input.provisionId}`, run_id: 'run-1' });
    expect(job?.['provisioning_json_vars']).toContain('Back door');
    expect(job?.['provisioning_json_vars']).not.toContain('hunter2');
    expect(await rows(database.orm.em, `select channel, type from live_event order by id`)).toEqual([
      { channel: `provision:${input.provisionId}`, type: 'status' },
      { channel: 'provisions', type: 'status' },
    ]);
  });

  it('answers a repetition by the same run alike, and refuses another run with the same number', async () => {
    const input = await order(world, operator, { stock: [{ item: 'SIM Card', inventoryId: null }] });
    const first = await accept(input);
    expect(await accept(input, { attempt: 2 })).toEqual(first);
    expect(await rows(database.orm.em, 'select 1 from inventory where reserved_provision_id = ?', [input.provisionId])).toHaveLength(1);
    await expect(accept(input, { runId: 'run-2' })).rejects.toMatchObject({ kind: 'conflict' });
  });

  it('stores nothing when one of its items is taken', async () => {
    const before = await jobs();
    const stock = [
      { item: 'SIM Card', inventoryId: operator.items[5] ?? 0 },
      { item: 'SIM Card', inventoryId: operator.items[1] ?? 0 },
    ];
    await expect(accept(await order(world, operator, { stock }))).rejects.toMatchObject({ kind: 'conflict', field: 'SIM Card' });
    expect(await jobs()).toEqual(before);
    expect(await rows(database.orm.em, 'select reserved_provision_id from inventory where inventory_id = ?', [operator.items[5]])).toEqual([
      { reserved_provision_id: null },
    ]);
  });

  it('gives one item to one of 32 orders that come at once', async () => {
    const stock = [{ item: 'SIM Card', inventoryId: operator.items[9] ?? 0 }];
    const orders = await Promise.all(Array.from({ length: 32 }, () => order(world, operator, { stock })));
    const results = await Promise.allSettled(orders.map((input) => accept(input)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(results.filter((result) => result.status === 'rejected').map(({ reason }) => (reason as { kind: string }).kind)).toEqual(Array(31).fill('conflict'));
  });

  it('points orders with the same idempotency key to one job, also when they come at once', async () => {
    const orders = await Promise.all(Array.from({ length: 8 }, () => order(world, operator, {}, { idempotencyKey: 'key-1' })));
    const answers = await Promise.all(orders.map((input) => accept(input)));
    const winner = answers.find(({ duplicateOf }) => duplicateOf === undefined)?.provisionId;
    expect(answers.filter(({ duplicateOf }) => duplicateOf === winner)).toHaveLength(7);
    expect(await rows(database.orm.em, `select provision_id from provision where idempotency_key = 'key-1'`)).toEqual([{ provision_id: winner }]);
  });

  it('runs a failed job again, and no other', async () => {
    const input = await order(world, operator);
    await accept(input);
    await expect(accept({ ...input, retry: true }, { runId: 'run-2' })).rejects.toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('is running'),
    });
    await database.orm.em.fork().execute(`update provision set provisioning_status = 2, attempt = 3, reason = 'x' where provision_id = ?`, [input.provisionId]);
    expect(await accept({ ...input, retry: true }, { runId: 'run-2' })).toMatchObject({ attempt: 3 });
    expect(await rows(database.orm.em, 'select provisioning_status, phase, reason, run_id from provision where provision_id = ?', [input.provisionId])).toEqual(
      [{ provisioning_status: 1, phase: 'queued', reason: null, run_id: 'run-2' }],
    );
  });
});
