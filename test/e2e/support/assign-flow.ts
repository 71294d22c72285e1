import type { Page } from 'puppeteer-core';
import type { System } from '../../support/system.ts';
import { containing, isAt, named, press, sees, valueOf } from '../../support/browser.ts';

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
export async function openIndividuals(system: System): Promise<DemoCustomer[]> {
  const { body } = await system.call<{ data: (DemoCustomer & { customer_status: string; customer_account_type: string })[] }>(
    'GET',
    '/crm/customers?per_page=100&sort=customer_id&order=asc',
  );
  return body.data.filter((customer) => customer.customer_status === 'Open' && customer.customer_account_type === 'Individual');
}

/** Opens a customer from the list of customers, found by name. */
export async function openCustomer(page: Page, customer: DemoCustomer): Promise<void> {
  await page.locator(named('Search customers', 'searchbox')).fill(customer.customer_name);
  const link = `a[href="/customers/${customer.customer_id}"]`;
  await page.locator(link).click();
  await isAt(page, new RegExp(`^/customers/${customer.customer_id}$`));
}

/** Takes the first item that the picker of a kind of stock offers, and returns the name it is shown under. */
export async function pickStock(page: Page, kind: string): Promise<string> {
  await page.locator(named(kind, 'combobox')).click();
  await page.locator('[role="option"]').click();
  await page.waitForSelector('[role="option"]', { hidden: true });
  return valueOf(page, kind, 'combobox');
}

/** Goes from the customer's page through the whole flow and confirms; returns the number of the job that was started. */
export async function assignPlan(page: Page, plan: string): Promise<number> {
  await press(page, 'Assign plan', 'link');
  await page.locator(containing(plan)).click();
  const picked: string[] = [];
  for (const kind of stockKinds) picked.push(await pickStock(page, kind));
  await press(page, 'Continue', 'button');
  await sees(page, 'Check before you provision');
  for (const item of picked) await sees(page, item);
  await press(page, 'Confirm and provision', 'button');
  await isAt(page, /^\/jobs\/\d+$/);
  return Number(new URL(page.url()).pathname.split('/').at(-1));
}

/** Waits until the job view says how the job ended. */
export async function jobEnds(page: Page, as: 'succeeded' | 'failed', timeoutMs = 90_000): Promise<void> {
  // Both ends are waited for, so that the wrong one fails at once and not by patience.
  const end = await page.waitForFunction('/Job (succeeded|failed|cancelled)/.exec(document.body.textContent)?.[1]', { timeout: timeoutMs });
  const ended = await end.jsonValue();
  if (ended !== as) throw new Error(`the job ${ended}`);
}
