import type { CookieData, Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { desktop, isAt, onPage, press, sees, settled, signIn } from '../support/browser.ts';
import { faultsOf, looks, tabTo } from './support/accessibility.ts';
import { assignPlan, jobEnds, openCustomer, openIndividuals, simPlan, stockKinds, withStock } from './support/assign-flow.ts';
import { usePortal } from './support/portal.ts';
import { addressOf, routesFor } from './support/routes.ts';

// The demo as it was made: what the other files make meanwhile would come and go on the pages.
const portal = usePortal({ ownSystem: true });
const sessions = new Map<string, CookieData[]>();

/** Looks at a page signed in with a role; all pages of a role take turns with one session, as its tokens may be renewed on any of them. */
async function signedInAs<T>(page: Page, role: string, look: () => Promise<T>): Promise<T> {
  const kept = sessions.get(role);
  await (kept === undefined ? signIn(page, portal.login(role)) : page.browserContext().setCookie(...kept));
  try {
    return await look();
  } finally {
    sessions.set(role, await page.browserContext().cookies());
  }
}

/** Faults of a page at one address: in every look, and of its other tabs in the first. */
async function inspect(page: Page, address: string): Promise<string[]> {
  await page.goto(portal.url + address);
  await settled(page);
  const faults: string[] = [];
  for (const look of looks) faults.push(...(await faultsOf(page, address, look)));
  const [look] = looks;
  if (look === undefined) return faults;
  for (const tab of await page.$$('[role=tab][id^="tab-"][aria-selected=false]')) {
    await tab.click();
    faults.push(...(await faultsOf(page, page.url().replace(portal.url, ''), look)));
  }
  return faults;
}

/** Values for the parameters of addresses, found or made once. */
let known: Promise<Record<string, number | string>> | undefined;
const examples = (): Promise<Record<string, number | string>> => (known ??= findExamples());

async function findExamples(): Promise<Record<string, number | string>> {
  const [customer] = await openIndividuals(portal.system);
  if (customer === undefined) throw new Error('the demo has no open individual');
  const { customer_id } = customer;
  let provision_id = 0;
  await onPage(portal.browser, portal.url, desktop, async (page) => {
    await signIn(page, portal.login('Administrator'));
    await openCustomer(page, customer);
    provision_id = await assignPlan(page, portal.system, simPlan);
    await jobEnds(page, 'succeeded');
  });
  const { body } = await portal.system.call<{ service_id: number }>('GET', `/crm/provision/provision_id/${provision_id}`);
  return {
    customer_id,
    product_id: 1,
    inventory_id: 1,
    import_id: 999_999,
    user_id: 1,
    role_id: 1,
    token: 'not-a-link',
    provision_id,
    service_id: body.service_id,
  };
}

const emptyOrUnknown = [
  '/search?q=a',
  '/search?q=%25',
  '/customers?q=nobody-is-called-this',
  '/customers/999999',
  '/assign?product=1',
  '/assign?product=1&customer=[customer_id]',
];

test.each([
  ...[...routesFor('staff'), ...emptyOrUnknown].map((route) => ({ route, role: 'Administrator' })),
  ...routesFor('customer').map((route) => ({ route, role: 'Customer' })),
  ...[...routesFor('anyone'), '/no-such-page'].map((route) => ({ route, role: null })),
])('$route is usable by everybody, in both themes and at both sizes', async ({ route, role }) => {
  const address = addressOf(route, await examples());
  await onPage(portal.browser, portal.url, desktop, async (page) => {
    const look = (): Promise<string[]> => inspect(page, address);
    expect(await (role === null ? look() : signedInAs(page, role, look))).toEqual([]);
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
    await signedInAs(page, 'Administrator', async () => {
      await page.goto(portal.url + path);
      await settled(page);
      await press(page, opens, 'button');
      await page.waitForSelector('[role=dialog], [data-popover-content]');
      const faults: string[] = [];
      for (const look of looks) faults.push(...(await faultsOf(page, opens, look)));
      expect(faults).toEqual([]);
    });
  });
});

test('a plan is assigned and its job followed with the keyboard alone', async () => {
  const customer = (await openIndividuals(portal.system))[4];
  if (customer === undefined) throw new Error('the demo has too few open individuals');
  await onPage(portal.browser, portal.url, desktop, async (page) => {
    await signIn(page, portal.login('Administrator'));
    await page.goto(`${portal.url}/assign?customer=${customer.customer_id}`);
    await sees(page, simPlan);
    await tabTo(page, simPlan);
    await page.keyboard.press('Enter');
    await withStock(portal.system, async () => {
      for (const kind of stockKinds) {
        await sees(page, kind);
        await tabTo(page, kind);
        await page.keyboard.press('ArrowDown');
        await page.waitForSelector('[role=option][data-highlighted]');
        await page.keyboard.press('Enter');
        await page.waitForSelector('[role=option]', { hidden: true });
      }
      await tabTo(page, 'Continue');
      await page.keyboard.press('Enter');
      await sees(page, 'Check before you provision');
      await tabTo(page, 'Confirm and provision');
      await page.keyboard.press('Enter');
      await isAt(page, /^\/jobs\/\d+$/);
    });
    await jobEnds(page, 'succeeded');
    await tabTo(page, 'Load the configuration');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=region][aria-label="Result of Load the configuration"]');
    await expect.poll(() => page.evaluate('document.activeElement.getAttribute("aria-expanded")')).toBe('true');
  });
});
