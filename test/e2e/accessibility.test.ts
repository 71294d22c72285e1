import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { desktop, onPage, press, sees, signIn } from '../support/browser.ts';
import { faultsOf, looks, settled } from './support/accessibility.ts';
import { assignPlan, jobEnds, openCustomer, openIndividuals, simPlan } from './support/assign-flow.ts';
import { usePortal } from './support/portal.ts';
import { addressOf, type Audience, routesFor } from './support/routes.ts';

const portal = usePortal();

/** Faults of a page at one address: in every look, and of its other tabs in the first. */
async function inspect(page: Page, address: string): Promise<string[]> {
  await page.goto(portal.url + address);
  await settled(page);
  const faults: string[] = [];
  for (const look of looks) faults.push(...(await faultsOf(page, address, look)));
  const [look] = looks;
  if (look === undefined) return faults;
  for (const tab of await page.$$('[role=tablist] > [role=tab][aria-selected=false]')) {
    await tab.click();
    faults.push(...(await faultsOf(page, page.url().replace(portal.url, ''), look)));
  }
  return faults;
}

async function inspectAll(page: Page, audience: Audience, values: Record<string, number | string>, more: readonly string[] = []): Promise<string[]> {
  const faults: string[] = [];
  for (const address of [...routesFor(audience).map((route) => addressOf(route, values)), ...more]) faults.push(...(await inspect(page, address)));
  return faults;
}

test('every page is usable by everybody, in both themes and at both sizes', { timeout: 180_000 }, async () => {
  const [customer] = await openIndividuals(portal.system);
  if (customer === undefined) throw new Error('the demo has no open individual');
  await onPage(portal.browser, portal.url, desktop, async (page) => {
    await signIn(page, portal.login('Administrator'));
    await openCustomer(page, customer);
    const provision_id = await assignPlan(page, simPlan);
    await jobEnds(page, 'succeeded');
    const { body } = await portal.system.call<{ service_id: number }>('GET', `/crm/provision/provision_id/${provision_id}`);
    const values = { customer_id: customer.customer_id, product_id: 1, inventory_id: 1, provision_id, service_id: body.service_id };
    const more = ['/customers?q=nobody-is-called-this', '/customers/999999', '/assign?product=1', `/assign?product=1&customer=${customer.customer_id}`];
    expect(await inspectAll(page, 'staff', values, more)).toEqual([]);
  });
  await onPage(portal.browser, portal.url, desktop, async (page) => {
    expect(await inspectAll(page, 'anyone', {}, ['/no-such-page'])).toEqual([]);
    await page.goto(portal.url);
    await signIn(page, portal.login('Customer'));
    await sees(page, 'Your services');
    expect(await inspectAll(page, 'customer', {})).toEqual([]);
  });
});

test.each([
  { path: '/customers/1', opens: 'Edit' },
  { path: '/customers/1#contacts', opens: 'Add contact' },
  { path: '/inventory', opens: 'Add item' },
  { path: '/inventory/templates', opens: 'New template' },
  { path: '/customers', opens: 'Status' },
])('what "$opens" opens on $path is usable by everybody', async ({ path, opens }) => {
  await onPage(portal.browser, portal.url, desktop, async (page) => {
    await signIn(page, portal.login('Administrator'));
    await page.goto(portal.url + path);
    await settled(page);
    await press(page, opens, 'button');
    await page.waitForSelector('[role=dialog], [data-popover-content]');
    const faults: string[] = [];
    for (const look of looks) faults.push(...(await faultsOf(page, opens, look)));
    expect(faults).toEqual([]);
  });
});
