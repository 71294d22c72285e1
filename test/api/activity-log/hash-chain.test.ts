import type { EntityManager } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { grantApplication } from '../../../domain/activity-log/grant-application.ts';
import { recordSecurityEvent } from '../../../domain/activity-log/record-event.ts';
import { sealActivity } from '../../../domain/activity-log/seal-activity.ts';
import { verifyChain } from '../../../domain/activity-log/verify-chain.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const role = 'linewright_app';
let database: TestDatabase;
const em = (): EntityManager => database.orm.em.fork();

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const write = async (name: string): Promise<void> => {
  await em().execute('insert into customer (customer_name) values (?)', [name]);
};

describe('the hash chain', () => {
  beforeEach(async () => {
    await write('Ada');
    await recordSecurityEvent(em(), { kind: 'login', user_id: null, ip: '10.0.0.1' });
    await em().execute(`update customer set customer_name = 'Ada Lovelace', contract_end_date = '2027-01-31T10:00:00+02:00'`);
  });

  /** What an owner of the database could do to the trail, undone when looked at. */
  async function tampered(sql: string): Promise<Awaited<ReturnType<typeof verifyChain>>> {
    const undo = new Error('undo');
    let report: Awaited<ReturnType<typeof verifyChain>> | undefined;
    await em()
      .transactional(async (tx) => {
        await tx.execute('alter table activity_log disable trigger user');
        await tx.execute(sql);
        report = await verifyChain(tx);
        throw undo;
      })
      .catch((error: unknown) => {
        if (error !== undo) throw error;
      });
    if (report === undefined) throw new Error('nothing was reported');
    return report;
  }

  it('holds over all sealed rows, in any session time zone', async () => {
    expect((await verifyChain(em())).unsealed).toBeGreaterThan(0);
    await sealActivity(em());
    const report = await verifyChain(em());
    expect(report).toMatchObject({ unsealed: 0 });
    expect(report.broken).toBeUndefined();
    expect(report.checked).toBeGreaterThanOrEqual(3);
    const elsewhere = await em().transactional(async (tx) => {
      await tx.execute(`set local time zone 'Asia/Kathmandu'`);
      return verifyChain(tx);
    });
    expect(elsewhere).toEqual(report);
  });

  it('names the first row that was changed, moved or removed', async () => {
    await sealActivity(em());
    const forged = `set before = '{"customer_name": "Eve"}' where seq = 2`;
    expect((await tampered(`update activity_log ${forged}`)).broken).toMatchObject({ seq: 2, reason: 'the row or its hash was changed' });
    expect((await tampered("update activity_log set at = at + interval '1 second' where seq = 3")).broken).toMatchObject({ seq: 3 });
    expect((await tampered('delete from activity_log where seq = 2')).broken).toEqual({ seq: 2, activityId: null, reason: 'the row is missing' });
    expect((await tampered('delete from activity_log where seq >= 3')).broken).toEqual({
      seq: 3,
      activityId: null,
      reason: 'the end of the trail was cut off',
    });
    expect((await verifyChain(em())).broken).toBeUndefined();
  });

  it('is made once by several sealers at once, beside busy writers', async () => {
    await Promise.all([...Array.from({ length: 40 }, (_, n) => write(`Customer ${n}`)), sealActivity(em()), sealActivity(em()), sealActivity(em())]);
    await sealActivity(em());
    const report = await verifyChain(em());
    expect(report.broken).toBeUndefined();
    const [rows] = await em().execute<{ count: number }[]>('select count(*)::int as count from activity_log');
    expect(report.checked).toBe(rows?.count);
  });

  it('takes a row that was begun before others and committed after them', async () => {
    await em().transactional(async (slow) => {
      await slow.execute(`insert into customer (customer_name) values ('Slow')`);
      await write('Quick');
      await sealActivity(em());
    });
    expect(await sealActivity(em())).toBe(1);
    expect((await verifyChain(em())).broken).toBeUndefined();
  });
});

describe('the application’s role', () => {
  beforeAll(() => grantApplication(em(), role));

  const asApplication = (sql: string): Promise<unknown> =>
    em().transactional(async (tx) => {
      await tx.execute(`set local role ${role}`);
      return tx.execute(sql);
    });

  it.each([
    `update activity_log set actor_label = 'nobody'`,
    'update activity_log set seq = null, hash = null',
    'delete from activity_log',
    'truncate activity_log',
    `insert into activity_log (category, action, entity_kind, actor_kind) values ('note', 'noted', 'customer', 'user')`,
    'delete from activity_chain',
    `update activity_chain set seq = 0, hash = repeat('0', 64)`,
    'alter table activity_log disable trigger user',
    'drop table activity_log',
    'drop trigger audit_changed on customer',
    'alter table customer disable trigger audit_changed',
    `set session_replication_role = replica`,
    `select activity_add('change', 'changed', 'customer', '1', null, 1, null, null, null)`,
    `select record_activity('{"category": "change", "action": "changed", "entity_kind": "customer"}')`,
  ])('may not: %s', async (sql) => {
    await write('Kept');
    await expect(asApplication(sql)).rejects.toThrow(/permission denied|must be owner|recorded by the tables/);
  });

  it('writes the trail all the same, by changing records', async () => {
    await asApplication(`insert into customer (customer_name) values ('By the application')`);
    const [row] = await em().execute('select entity_label from activity_log order by activity_id desc limit 1');
    expect(row).toEqual({ entity_label: 'By the application' });
    await sealActivity(em());
    expect(await asApplication('select activity_seal() as sealed')).toEqual([{ sealed: 0 }]);
  });

  it('is not alone: even the owner is stopped by the table itself', async () => {
    await write('Kept');
    await sealActivity(em());
    for (const sql of [`update activity_log set actor_label = 'nobody'`, 'delete from activity_log', 'truncate activity_log'])
      await expect(em().execute(sql)).rejects.toThrow('can be neither changed nor removed');
  });
});
