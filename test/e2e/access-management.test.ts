import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { desktop, isAt, named, onPage, overflow, phone, press, sees, seesNoMore, signIn } from '../support/browser.ts';
import { withStock } from './support/assign-flow.ts';
import { usePortal } from './support/portal.ts';

const portal = usePortal();
const password = 'S3cond-Line!';
const colleague = { first_name: 'Xenia', last_name: 'Care', email: 'xenia.care@northbridge.example' };

const tick = (page: Page, name: string): Promise<void> => press(page, name, 'checkbox');

test('makes a role and a user who logs in as a customer, and the timeline shows both people', async () => {
  await onPage(portal.browser, portal.url, desktop, async (page) => {
    await signIn(page, portal.login('Administrator'));
    await page.goto(`${portal.url}/roles`);
    await press(page, 'New role', 'button');
    await page.locator(named('Name', 'textbox')).fill('Care desk');
    await press(page, 'Create role', 'button');
    await isAt(page, /^\/roles\/\d+$/);
    for (const right of ['Log in as other users', 'View customers', 'View contacts of customers', 'View activity of customers', 'Create activity of customers'])
      await tick(page, right);
    await press(page, 'Save permissions', 'button');
    await sees(page, 'Permissions saved');
    const { status, body } = await portal.system.call<{ id: number }>('POST', '/crm/auth/users', {
      ...colleague,
      password,
      role: 'Care desk',
      force_password_change: false,
    });
    expect(status).toBe(201);
    await page.goto(`${portal.url}/users/${body.id}`);
    await sees(page, 'Log in as other users');
    expect(await overflow(page)).toBe(0);
  });

  const customer = await demoCustomer();
  await onPage(portal.browser, portal.url, desktop, async (page) => {
    await signIn(page, { email: colleague.email, password });
    await page.goto(`${portal.url}/customers/${customer.customer_id}#contacts`);
    await press(page, `Actions for ${customer.contact}`, 'button');
    await press(page, 'Log in as user', 'menuitem');
    await page.locator(named('Reason', 'textbox')).fill('Ticket 4711');
    await press(page, 'Log in as user', 'button');
    await isAt(page, /^\/self-care$/);
    await sees(page, `You are currently logged in as ${customer.contact}`);
    await sees(page, 'left');
    await withStock(portal.system, () => order(page, customer.customer_id));
    await press(page, 'Stop', 'button');
    await isAt(page, /^\/customers/);
    await seesNoMore(page, 'You are currently logged in as');

    await page.goto(`${portal.url}/customers/${customer.customer_id}#activity`);
    await sees(page, `Xenia Care, as ${customer.contact}, ordered job`);
    await sees(page, `Xenia Care began to act as`);
    await page.locator(named('Note', 'textbox')).fill('Showed how to order');
    await press(page, 'Add note', 'button');
    await sees(page, 'Xenia Care noted: “Showed how to order”');
    await press(page, 'Details', 'button');
    expect(await overflow(page)).toBe(0);
  });

  await onPage(portal.browser, portal.url, phone, async (page) => {
    await signIn(page, portal.login('Administrator'));
    for (const path of ['/activity', '/users', '/roles', '/api-keys', '/impersonations']) {
      await page.goto(`${portal.url}${path}`);
      await page.waitForSelector('main h1');
      expect(await overflow(page)).toBe(0);
    }
    await sees(page, colleague.email);
  });
});

/** The customer of the demo's own customer login, with the name of its contact. */
async function demoCustomer(): Promise<{ customer_id: number; contact: string }> {
  const { email } = portal.login('Customer');
  const { body } = await portal.system.call<{ data: { customer_id: number; first_name: string; last_name: string }[] }>(
    'GET',
    `/crm/auth/users?search=${encodeURIComponent(email)}`,
  );
  const [user] = body.data;
  if (user === undefined) throw new Error('the demo has no customer login');
  return { customer_id: user.customer_id, contact: `${user.first_name} ${user.last_name}` };
}

/** Orders, as the signed-in customer would, the first plan that a SIM card and a number from stock are enough for. */
async function order(page: Page, customerId: number): Promise<void> {
  const { body: products } = await portal.system.call<{ product_id: number; customer_can_purchase: boolean }[]>('GET', '/crm/product/');
  const ids = products.filter(({ customer_can_purchase: may }) => may).map(({ product_id: id }) => id);
  const answers = await page.evaluate(
    async (orders) => {
      const seen: string[] = [];
      for (const body of orders) {
        const headers = { 'content-type': 'application/json', 'x-requested-with': 'linewright' };
        const answer = await fetch('/crm/provision', { method: 'PUT', headers, body: JSON.stringify(body) });
        seen.push(`${answer.status} ${await answer.text()}`);
        if (answer.ok) break;
      }
      return seen;
    },
    ids.map((product_id) => ({ product_id, customer_id: customerId, 'SIM Card': 'auto', 'Mobile Number': 'auto' })),
  );
  expect(answers.at(-1)).toMatch(/^200/);
}
