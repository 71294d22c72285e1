import type { Page } from 'puppeteer-core';
import { beforeAll, expect, test } from 'vitest';
import { containing, desktop, isAt, named, onPage, overflow, patienceMs, phone, press, sees, signIn } from '../support/browser.ts';
import { type DemoCustomer, jobEnds, openIndividuals, simPlan, withStock } from './support/assign-flow.ts';
import { usePortal } from './support/portal.ts';

const portal = usePortal();
let customer: DemoCustomer;

beforeAll(async () => {
  const found = (await openIndividuals(portal.system))[6];
  if (found === undefined) throw new Error('the demo has too few open individuals');
  customer = found;
});

const fill = (page: Page, name: string, text: string): Promise<void> => page.locator(named(name, 'textbox')).fill(text);
const products = async (): Promise<{ product_id: number; product_name: string; retail_cost: number }[]> =>
  (await portal.system.call<{ data: { product_id: number; product_name: string; retail_cost: number }[] }>('GET', '/crm/product/paginated?per_page=100')).body
    .data;
const idOf = async (name: string): Promise<number> => (await products()).find(({ product_name }) => product_name === name)?.product_id ?? 0;

test('a promo code is made with its faults told at their fields, lowers an order and is switched off', async () => {
  await onPage(portal.browser, portal.url, desktop, async (page) => {
    await signIn(page, portal.login('Administrator'));
    await page.goto(`${portal.url}/promo-codes`);
    await press(page, 'New promo code', 'button');
    await fill(page, 'Code', 'no spaces');
    await fill(page, 'Percent off', '120');
    await page.locator('button[form="promo-form"]').click();
    await page.waitForFunction('document.querySelectorAll("#promo-form [aria-invalid=true]").length === 2');
    await fill(page, 'Code', 'E2E-50');
    await fill(page, 'Percent off', '50');
    await page.locator('button[form="promo-form"]').click();
    await sees(page, 'E2E-50 created');
    await sees(page, '50% off');

    await page.goto(`${portal.url}/assign?product=${await idOf(simPlan)}&customer=${customer.customer_id}`);
    await press(page, 'Pick for me', 'button');
    await press(page, 'Continue', 'button');
    await fill(page, 'Promo code', 'NO-SUCH-CODE');
    await sees(page, 'There is no such promo code.');
    await expect.poll(() => page.$eval('::-p-text(Confirm and provision)', (label) => label.closest('button')?.disabled), { timeout: patienceMs }).toBe(true);
    await fill(page, 'Promo code', 'e2e-50');
    await sees(page, 'E2E-50 lowers the price of this order.');
    expect(await page.waitForSelector('main s')).not.toBeNull();
    await withStock(portal.system, async () => {
      await press(page, 'Confirm and provision', 'button');
      await isAt(page, /^\/jobs\/\d+$/);
    });
    await jobEnds(page, 'succeeded');

    await page.goto(`${portal.url}/promo-codes`);
    await press(page, 'Actions for E2E-50', 'button');
    await press(page, 'Switch off', 'menuitem');
    await sees(page, 'E2E-50 is refused from now on');
  });
});

/** Makes a plan like the SIM plan that has terms, and returns its number. */
async function planWith(terms: string): Promise<number> {
  const { body: like } = await portal.system.call<Record<string, unknown>>('GET', `/crm/product/product_id/${await idOf(simPlan)}`);
  const kept = ['service_type', 'provisioning_play', 'provisioning_json_vars', 'inventory_items_list', 'retail_cost', 'residential', 'category'];
  const fields = Object.fromEntries(kept.map((name) => [name, like[name]]));
  const product = { ...fields, product_name: 'Island SIM', product_slug: 'island-sim', terms };
  const { body } = await portal.system.call<{ product_id: number }>('PUT', '/crm/product/', product);
  return body.product_id;
}

async function readsTerms(page: Page, terms: string): Promise<void> {
  await sees(page, 'Terms accepted by');
  const summary = await page.waitForSelector(containing('The text that was accepted'));
  await summary?.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  await summary?.click();
  await sees(page, terms);
  expect(await overflow(page)).toBe(0);
}

test('terms that were accepted are shown with the job and the service', async () => {
  const terms = 'Only to be used on dry land.';
  const plan = await planWith(terms);
  expect(plan).toBeGreaterThan(0);
  await onPage(portal.browser, portal.url, phone, async (page) => {
    await signIn(page, portal.login('Administrator'));
    await page.goto(`${portal.url}/assign?product=${plan}&customer=${customer.customer_id}`);
    await press(page, 'Pick for me', 'button');
    await press(page, 'Continue', 'button');
    await page.locator(containing('The customer has read and accepts')).click();
    await withStock(portal.system, async () => {
      await press(page, 'Confirm and provision', 'button');
      await isAt(page, /^\/jobs\/\d+$/);
    });
    await jobEnds(page, 'succeeded');
    await readsTerms(page, terms);
    await press(page, 'View service', 'link');
    await isAt(page, /^\/services\/\d+$/);
    await sees(page, 'Balances in detail');
    await readsTerms(page, terms);
  });
});

test.each([desktop, phone])('the catalogue turns by keyboard and says why the rest is not offered, at $width pixels', async (screen) => {
  await onPage(portal.browser, portal.url, screen, async (page) => {
    await signIn(page, portal.login('Administrator'));
    await page.goto(`${portal.url}/assign?customer=${customer.customer_id}&step=plan`);
    await sees(page, 'Plans');
    const first = await page.waitForSelector('main ul[aria-labelledby] button');
    await first?.focus();
    const before = await first?.evaluate((plan) => plan.textContent);
    const focused = () => expect.poll(() => page.evaluate('document.activeElement.textContent'), { timeout: patienceMs });
    await focused().toBe(before);
    await page.keyboard.press('ArrowRight');
    await focused().not.toBe(before);
    await page.keyboard.press('Home');
    await focused().toBe(before);
    await page.locator(containing('Not offered to this customer')).click();
    await sees(page, 'is for business customers.');
    expect(await overflow(page)).toBe(0);
    await page.locator(containing('Grid')).click();
    await page.reload();
    await page.waitForFunction(`document.querySelector('main ul[aria-labelledby]') === null && document.body.innerText.includes('Plans')`);
  });
});
