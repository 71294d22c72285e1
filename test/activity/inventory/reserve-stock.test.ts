import type { EntityManager } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DomainError } from '../../../domain/errors.ts';
import { releaseAssigned, releaseReserved, reserveFromPool, reserveItems } from '../../../domain/inventory/reserve-stock.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ min: 0, max: 32 });
  await database.orm.em.fork().execute(`insert into inventory_template (item, itemtext1_label) values ('SIM Card', 'ICCID'), ('Mobile Number', 'Number')`);
  await database.orm.em.fork().execute(`insert into customer (customer_name) values ('Owner')`);
});
afterAll(() => database.close());
beforeEach(() => database.orm.em.fork().execute('truncate inventory restart identity cascade'));

const sql = <T extends object>(text: string, params: unknown[] = []): Promise<T[]> => database.orm.em.fork().execute<T[]>(text, params);
const stock = async (item: string, count: number): Promise<number[]> => {
  const rows = await sql<{ inventory_id: number }>(
    `insert into inventory (inventory_template_id, item, itemtext1)
     select t.inventory_template_id, t.item, n::text from inventory_template t, generate_series(1, ?::int) n where t.item = ? returning inventory_id`,
    [count, item],
  );
  return rows.map((row) => row.inventory_id);
};
const inTransaction = <T>(work: (em: EntityManager) => Promise<T>): Promise<T> => database.orm.em.fork().transactional(work);
const order = (provisionId: number, ...choices: [string, number][]): Promise<void> =>
  inTransaction((em) =>
    reserveItems(
      em,
      provisionId,
      choices.map(([item, inventory_id]) => ({ item, inventory_id })),
    ),
  );
const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'won',
    (error: unknown) => (error instanceof DomainError ? `${error.kind} ${error.field}` : String(error)),
  );
const held = async (): Promise<Record<number, number>> =>
  Object.fromEntries(
    (
      await sql<{ inventory_id: number; reserved_provision_id: number }>(
        'select inventory_id, reserved_provision_id from inventory where reserved_provision_id is not null',
      )
    ).map((row) => [row.inventory_id, row.reserved_provision_id]),
  );

describe('chosen items', () => {
  test('2,000 orders for one item at once: one winner, the others are told which item', async () => {
    const [sim] = await stock('SIM Card', 1);
    const outcomes = await Promise.all(Array.from({ length: 2000 }, (_, index) => outcome(order(index + 1, ['SIM Card', sim ?? 0]))));
    expect(outcomes.filter((result) => result === 'won')).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set(['won', 'conflict SIM Card']));
    expect(await held()).toEqual({ [sim ?? 0]: outcomes.indexOf('won') + 1 });
  });

  test('orders for the same items in opposite order never dead-lock, and take all or nothing', async () => {
    const [sim = 0] = await stock('SIM Card', 1);
    const [number = 0] = await stock('Mobile Number', 1);
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        outcome(
          index % 2 === 0 ? order(index + 1, ['SIM Card', sim], ['Mobile Number', number]) : order(index + 1, ['Mobile Number', number], ['SIM Card', sim]),
        ),
      ),
    );
    expect(outcomes.filter((result) => result === 'won')).toHaveLength(1);
    const winner = outcomes.indexOf('won') + 1;
    expect(await held()).toEqual({ [sim]: winner, [number]: winner });
  });

  test('an order that fails on its second item leaves the first free', async () => {
    const [sim = 0] = await stock('SIM Card', 1);
    expect(await outcome(order(1, ['SIM Card', sim], ['Mobile Number', 999]))).toBe('not_found Mobile Number');
    expect(await held()).toEqual({});
  });

  test('repeating an order changes nothing', async () => {
    const [sim = 0] = await stock('SIM Card', 1);
    await order(1, ['SIM Card', sim]);
    await order(1, ['SIM Card', sim]);
    expect(await held()).toEqual({ [sim]: 1 });
  });

  test('an item of another kind is a fault of the request', async () => {
    const [number = 0] = await stock('Mobile Number', 1);
    expect(await outcome(order(1, ['SIM Card', number]))).toBe('validation SIM Card');
    expect(await outcome(order(1, ['sim card', number]))).toBe('validation sim card');
  });

  test.each([`item_state = 'Assigned'`, `item_state = 'Damaged'`, `item_state = 'Used'`, `customer_id = 1`, `reserved_provision_id = 77`])(
    'with %s it is not available',
    async (change) => {
      const [sim = 0] = await stock('SIM Card', 1);
      await sql(`update inventory set ${change}`);
      expect(await outcome(order(1, ['SIM Card', sim]))).toBe('conflict SIM Card');
    },
  );
});

describe('the pool', () => {
  test('32 clients draw 400 items without a double, then it is empty', async () => {
    const items = await stock('SIM Card', 400);
    let next = 0;
    const drawn: number[] = [];
    await Promise.all(
      Array.from({ length: 32 }, async () => {
        while (next < items.length) {
          next += 1;
          const provisionId = next;
          drawn.push(await inTransaction((em) => reserveFromPool(em, provisionId, 'SIM Card')));
        }
      }),
    );
    expect(new Set(drawn).size).toBe(400);
    expect(drawn.sort((a, b) => a - b)).toEqual(items);
    expect(await outcome(inTransaction((em) => reserveFromPool(em, 9999, 'SIM Card')))).toBe('conflict SIM Card');
  });

  test('an order draws once', async () => {
    await stock('SIM Card', 2);
    const draw = () => inTransaction((em) => reserveFromPool(em, 5, 'SIM Card'));
    expect(await draw()).toBe(await draw());
  });
});

describe('release', () => {
  const em = () => database.orm.em.fork();

  test('what was held is free again; repeated it does nothing', async () => {
    const [sim = 0] = await stock('SIM Card', 2);
    await order(1, ['SIM Card', sim]);
    expect(await releaseReserved(em(), 1)).toBe(1);
    expect(await releaseReserved(em(), 1)).toBe(0);
    await order(2, ['SIM Card', sim]);
    expect(await releaseReserved(em(), 1)).toBe(0);
    expect(await held()).toEqual({ [sim]: 2 });
  });

  test.each([
    ['Assigned', 'In Stock'],
    ['Used', 'In Stock'],
    ['Damaged', 'Damaged'],
    ['Lost', 'Lost'],
  ])('what a failed order left %s becomes %s, once', async (from, to) => {
    await stock('SIM Card', 2);
    await sql(`update inventory set item_state = ?, customer_id = 1, sold_date = now(), assigned_provision_id = 3 where inventory_id = 1`, [from]);
    expect(await releaseAssigned(em(), 3)).toBe(1);
    expect(await releaseAssigned(em(), 3)).toBe(0);
    const [row] = await sql('select item_state, customer_id, service_id, sold_date, assigned_provision_id from inventory where inventory_id = 1');
    expect(row).toEqual({ item_state: to, customer_id: null, service_id: null, sold_date: null, assigned_provision_id: null });
  });

  test('what another order took meanwhile is left alone', async () => {
    const [sim = 0] = await stock('SIM Card', 1);
    await sql(`update inventory set assigned_provision_id = 3`);
    await order(4, ['SIM Card', sim]);
    expect(await releaseAssigned(em(), 3)).toBe(0);
    expect(await held()).toEqual({ [sim]: 4 });
  });
});
