import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { readTree } from '../../../domain/settings/load-config.ts';
import { withClient } from '../../../scripts/stack/postgres.ts';
import type { RunningSystem } from '../../support/system.ts';
import { containing, isAt, itemsOf, named, patienceMs, press, sees, settled, valueOf } from '../../support/browser.ts';

/** The demo's plan that is provisioned by `play_psim_only`. */
export const simPlan = 'Pay As You Go SIM';
/** What a SIM plan takes from stock. */
export const stockKinds = ['SIM Card', 'Mobile Number'] as const;

/** A customer of the demo as the list tells it. */
export interface DemoCustomer {
  customer_id: number;
  customer_name: string;
}

/** Open customers of the demo that are people, the first ones by id. */
export async function openIndividuals(system: RunningSystem): Promise<DemoCustomer[]> {
  const { body } = await system.call<{ data: (DemoCustomer & { customer_status: string; customer_account_type: string })[] }>(
    'GET',
    '/crm/customers?per_page=100&sort=customer_id&order=asc',
  );
  return body.data.filter((customer) => customer.customer_status === 'Open' && customer.customer_account_type === 'Individual');
}

/** Picks open individuals of the demo by their place; throws for one that the demo does not have. */
export async function individualPicker(system: RunningSystem): Promise<(index: number) => DemoCustomer> {
  const customers = await openIndividuals(system);
  return (index) => {
    const found = customers[index];
    if (found === undefined) throw new Error(`the demo has only ${customers.length} open individuals`);
    return found;
  };
}

/** Opens a customer from the list of customers, found by name. */
export async function openCustomer(page: Page, customer: DemoCustomer): Promise<void> {
  await page.locator(named('Search customers', 'searchbox')).fill(customer.customer_name);
  // A row that is clicked while the list is being narrowed down may have moved on under the pointer.
  await page.waitForFunction(`new URLSearchParams(location.search).get('q') === ${JSON.stringify(customer.customer_name)}`);
  await settled(page);
  const link = `a[href="/customers/${customer.customer_id}"]`;
  await page.locator(link).click();
  await isAt(page, new RegExp(`^/customers/${customer.customer_id}$`));
}

/** Takes the first item that the picker of a kind of stock offers, and returns the name it is shown under. */
export async function pickStock(page: Page, kind: string): Promise<string> {
  await page.locator(named(kind, 'combobox')).click();
  await page.locator('[role="option"]').click();
  await page.waitForSelector('[role="option"]', { hidden: true });
  await expect.poll(() => valueOf(page, kind, 'combobox'), { timeout: patienceMs }).not.toBe('');
  return valueOf(page, kind, 'combobox');
}

/**
 * Runs `order` while no other file orders anything that takes stock: what one picks by hand is the first item on offer, which
 * is the first that any other order would be given.
 */
export function withStock<T>({ dataDir }: RunningSystem, order: () => Promise<T>): Promise<T> {
  const { database } = readTree(join(dataDir, 'crm_config.yaml')) as { database: { url: string } };
  // The lock goes with the connection, also when the order fails.
  return withClient(database.url, async (client) => {
    await client.query('select pg_advisory_lock(1)');
    return order();
  });
}

/** Goes from the customer's page through the whole flow and confirms; returns the number of the job that was started. */
export async function assignPlan(page: Page, system: RunningSystem, plan: string): Promise<number> {
  await press(page, 'Assign plan', 'link');
  await page.locator(containing(plan)).click();
  await withStock(system, async () => {
    const picked: string[] = [];
    for (const kind of stockKinds) picked.push(await pickStock(page, kind));
    await press(page, 'Continue', 'button');
    await sees(page, 'Check before you provision');
    for (const item of picked) await sees(page, item);
    await press(page, 'Confirm and provision', 'button');
    await isAt(page, /^\/jobs\/\d+$/);
  });
  return Number(new URL(page.url()).pathname.split('/').at(-1));
}

/** What the list items in the card with this title are to become. */
export const expectItems = (page: Page, title: string) => expect.poll(() => itemsOf(page, title), { timeout: patienceMs });

/** Waits until the job view says how the job ended. */
export async function jobEnds(page: Page, as: 'succeeded' | 'failed', timeoutMs = 90_000): Promise<void> {
  // Both ends are waited for, so that the wrong one fails at once and not by patience.
  const end = await page.waitForFunction('/Job (succeeded|failed|cancelled)/.exec(document.body.textContent)?.[1]', { timeout: timeoutMs });
  const ended = await end.jsonValue();
  if (ended !== as) throw new Error(`the job ${ended}`);
}
