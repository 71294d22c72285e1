import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actingAs } from '../../../domain/activity-log/author.ts';
import { recordSecurityEvent } from '../../../domain/activity-log/record-event.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

describe('recordSecurityEvent', () => {
  let database: TestDatabase;
  let userId: number;

  beforeAll(async () => {
    database = await createTestDatabase();
    const em = database.orm.em.fork();
    await em.execute(`insert into customer (customer_name) values ('Acme')`);
    await em.execute(`insert into customer_contact (customer_id, contact_firstname) values (1, 'Ann')`);
    const [user] = await em.execute<{ id: number }[]>(
      `insert into app_user (username, email, password_hash, first_name, last_name, contact_id) values ('ann', 'ann@example.com', 'x', 'Ann', 'Ames', 1) returning id`,
    );
    userId = user?.id ?? 0;
  });
  afterAll(() => database.close());

  const last = async () => (await database.orm.em.fork().execute(`select * from activity_log order by activity_id desc limit 1`))[0];

  it('keeps what happened, to whom, for which customer and from where', async () => {
    await recordSecurityEvent(database.orm.em.fork(), {
      kind: 'login_failed',
      user_id: userId,
      ip: '203.0.113.9',
      user_agent: 'Firefox',
      details: { failures: 3 },
    });
    expect(await last()).toMatchObject({
      category: 'security',
      action: 'login_failed',
      entity_kind: 'user',
      entity_id: String(userId),
      entity_label: 'ann@example.com',
      customer_id: 1,
      ip: '203.0.113.9',
      user_agent: 'Firefox',
      details: { failures: 3 },
    });
  });

  it('takes the author of the request, in and out of a transaction', async () => {
    const author = { kind: 'user', user_id: 7, label: 'boss@example.com', impersonator_id: 9, impersonator_label: 'ops@example.com', ip: '10.0.0.1' } as const;
    const event = { kind: 'two_factor_disabled', user_id: userId, ip: '10.0.0.1' };
    const expected = { action: 'two_factor_disabled', actor_kind: 'user', user_id: 7, actor_label: 'boss@example.com', impersonator_id: 9, ip: '10.0.0.1' };
    await actingAs(
      () => author,
      () => recordSecurityEvent(database.orm.em.fork(), event),
    );
    expect(await last()).toMatchObject(expected);
    await actingAs(
      () => author,
      () => database.orm.em.fork().transactional((em) => recordSecurityEvent(em, event)),
    );
    expect(await last()).toMatchObject(expected);
  });

  it('stands or falls with its transaction', async () => {
    const before = await last();
    const failing = database.orm.em.fork().transactional(async (em) => {
      await recordSecurityEvent(em, { kind: 'password_changed', user_id: userId, ip: null });
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    expect(await last()).toEqual(before);
  });

  it('knows events without an account', async () => {
    await recordSecurityEvent(database.orm.em.fork(), { kind: 'login_failed', user_id: null, ip: '203.0.113.9', details: { email: 'nobody@example.com' } });
    expect(await last()).toMatchObject({ entity_id: null, customer_id: null, details: { email: 'nobody@example.com' } });
  });
});
