import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ItemState, itemStates } from '../../../domain/inventory/inventory-rules.ts';
import { mayBecome } from '../../../domain/inventory/item-states.ts';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';
import { insert } from '../../support/seed.ts';

let api: TestApi;
let staff: Client;
let customers: number[];

beforeAll(async () => {
  api = await createTestApi();
  staff = await api.staff('view_inventory', 'create_inventory', 'update_inventory');
  customers = [await insert(api.em(), 'customer', { customer_name: 'Jane' }), await insert(api.em(), 'customer', { customer_name: 'John' })];
  await insert(api.em(), 'inventory_template', { item: 'CPE', itemtext1_label: 'MAC' });
});
afterAll(() => api?.close());

/** A change somebody asks for; `owner` counts the customers, null takes the item back, undefined says nothing. */
interface Wish {
  state: string;
  owner: number | null | undefined;
}
const wish: fc.Arbitrary<Wish> = fc.record({
  state: fc.oneof({ arbitrary: fc.constantFrom(...itemStates), weight: 9 }, { arbitrary: fc.constantFrom('Sold', 'assigned', ''), weight: 1 }),
  owner: fc.constantFrom(0, 1, null, undefined),
});

interface Known {
  state: ItemState;
  customer: number | null;
}

/** What a wish leads to by the table of states; undefined when it must be refused. */
function outcomeOf({ state: from, customer }: Known, { state, owner }: Wish): Known | undefined {
  const to = itemStates.find((name) => name === state);
  const next = owner === undefined ? customer : owner === null ? null : (customers[owner] ?? null);
  return to === undefined || !mayBecome(from, to) || (to === 'Assigned' && next === null) ? undefined : { state: to, customer: next };
}

let serial = 0;
const asks = async (path: string, { state, owner }: Wish): Promise<number> =>
  (await staff('PATCH', path, { item_state: state, ...(owner === undefined ? {} : { customer_id: owner === null ? null : customers[owner] }) })).status;

test('whatever is asked of an item, it goes only where the table says, a refusal changes nothing and its history is complete', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(wish, { minLength: 4, maxLength: 12 }), async (wishes) => {
      serial += 1;
      const { body: made } = await staff('PUT', '/crm/inventory', { item: 'CPE', itemtext1: `AA:${serial}` });
      const path = `/crm/inventory/inventory_id/${made.inventory_id}`;
      const passed: Known[] = [{ state: 'New', customer: null }];
      for (const wanted of wishes) {
        const now = passed.at(-1)!;
        const next = outcomeOf(now, wanted);
        const before = (await staff('GET', path)).body;
        const status = await asks(path, wanted);
        const after = (await staff('GET', path)).body;
        const expected = next === undefined ? before : { ...before, item_state: next.state, customer_id: next.customer };
        expect([status < 300, after.item_state, after.customer_id]).toEqual([next !== undefined, expected.item_state, expected.customer_id]);
        expect([200, 400, 422]).toContain(status);
        // A refusal leaves every other field alone as well, to the instant of its last change.
        expect(next === undefined ? after : before).toEqual(before);
        if (next !== undefined && (next.state !== now.state || next.customer !== now.customer)) passed.push(next);
      }
      const { body: history } = await staff('GET', `${path}/history?per_page=100`);
      const told = history.data.toReversed().map((entry: { to_state: string; to_customer_id: number | null }) => [entry.to_state, entry.to_customer_id]);
      expect(told).toEqual(passed.map(({ state, customer }) => [state, customer]));
    }),
    { numRuns: 6 },
  );
});
