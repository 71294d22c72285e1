import type { Page } from 'puppeteer-core';
import { beforeAll, expect, test } from 'vitest';
import { containing, desktop, isAt, named, onPage, overflow, phone, press, sees, signIn } from '../support/browser.ts';
import { type DemoCustomer, jobEnds, openIndividuals, simPlan } from './support/assign-flow.ts';
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
    expect(await page.$eval('::-p-text(Confirm and provision)', (label) => label.closest('button')?.disabled)).toBe(true);
    await fill(page, 'Promo code', 'e2e-50');
    await sees(page, 'E2E-50 lowers the price of this order.');
    expect(await page.$$eval('main s', (struck) => struck.length)).toBeGreaterThan(0);
    const terms = await page.$('::-p-text(The customer has read)');
    await terms?.click();
    await press(page, 'Confirm and provision', 'button');
    await isAt(page, /^\/jobs\/\d+$/);
    await jobEnds(page, 'succeeded');

    await page.goto(`${portal.url}/promo-codes`);
    await press(page, 'Actions for E2E-50', 'button');
    await press(page, 'Switch off', 'menuitem');
    await sees(page, 'E2E-50 is refused from now on');
  });
});

async function readsTerms(page: Page, terms: string): Promise<void> {
  await sees(page, 'Terms accepted by');
  const summary = await page.waitForSelector(containing('The text that was accepted'));
  await summary?.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  await summary?.click();
  await sees(page, terms);
  expect(await overflow(page)).toBe(0);
}

test('terms that were accepted are shown with the job and the service', async () => {
  const plan = await idOf(simPlan);
  const terms = 'Only to be used on dry land.';
  expect((await portal.system.call('PATCH', `/crm/product/product_id/${plan}`, { terms })).status).toBe(200);
  await onPage(portal.browser, portal.url, phone, async (page) => {
    await signIn(page, portal.login('Administrator'));
    await page.goto(`${portal.url}/assign?product=${plan}&customer=${customer.customer_id}`);
    await press(page, 'Pick for me', 'button');
    await press(page, 'Continue', 'button');
    await page.locator(containing('The customer has read and accepts')).click();
    await press(page, 'Confirm and provision', 'button');
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
    const focused = (): Promise<unknown> => page.evaluate('document.activeElement.textContent');
    const before = await focused();
    await page.keyboard.press('ArrowRight');
    expect(await focused()).not.toBe(before);
    await page.keyboard.press('Home');
    expect(await focused()).toBe(before);
    await page.locator(containing('Not offered to this customer')).click();
    await sees(page, 'is for business customers.');
    expect(await overflow(page)).toBe(0);
    await page.locator(containing('Grid')).click();
    await page.reload();
    await page.waitForFunction(`document.querySelector('main ul[aria-labelledby]') === null && document.body.innerText.includes('Plans')`);
  });
});

test('the bell tells of a failed job without being asked, once', async () => {
  const fault = (body: object) =>
    fetch(`${portal.system.demo.sandboxes.hss}/_sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  await fault({ mode: 'status', status: 500, count: null });
  await onPage(portal.browser, portal.url, desktop, async (page) => {
    await signIn(page, portal.login('Administrator'));
    await sees(page, 'Customers');
    const order = { product_id: await idOf(simPlan), customer_id: customer.customer_id, terms_accepted: true, 'SIM Card': 'auto', 'Mobile Number': 'auto' };
    const { body } = await portal.system.call<{ provision_id: number }>('PUT', '/crm/provision/', order);
    const job = body.provision_id;
    await page.waitForSelector('button[aria-label^="Alerts, "]', { timeout: 90_000 });
    await page.locator('button[aria-label^="Alerts, "]').click();
    await sees(page, `Job ${job} failed`);
    await page.locator(containing(`Job ${job} failed`)).click();
    await isAt(page, new RegExp(`^/jobs/${job}$`));
    await page.reload();
    await page.waitForSelector('button[aria-label="Alerts"]');
    expect(await page.$('button[aria-label^="Alerts, "]')).toBeNull();
  }).finally(() => fault({ mode: 'none' }));
});
