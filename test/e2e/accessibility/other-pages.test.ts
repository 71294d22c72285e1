import { expect, test } from 'vitest';
import { desktop, isAt, onPage, press, sees, settled, signIn } from '../../support/browser.ts';
import { faultsOf, looks, tabTo } from '../support/accessibility.ts';
import { jobEnds, openIndividuals, simPlan, stockKinds, withStock } from '../support/assign-flow.ts';
import { PageInspector } from '../support/page-inspector.ts';
import { usePortal } from '../support/portal.ts';
import { addressOf, routesFor } from '../support/routes.ts';

// The demo as it was made: what the other files make meanwhile would come and go on the pages.
const portal = usePortal({ ownSystem: true });
const inspector = new PageInspector(portal);

const emptyOrUnknown = [
  '/search?q=a',
  '/search?q=%25',
  '/customers?q=nobody-is-called-this',
  '/customers/999999',
  '/assign?product=1',
  '/assign?product=1&customer=1',
];

test.each([
  ...emptyOrUnknown.map((route) => ({ route, role: 'Administrator' })),
  ...routesFor('customer').map((route) => ({ route, role: 'Customer' })),
  ...[...routesFor('anyone'), '/no-such-page'].map((route) => ({ route, role: null })),
])('$route is usable by everybody, in both themes and at both sizes', async ({ route, role }) => {
  expect(await inspector.faultsAt(addressOf(route, { token: 'not-a-link' }), role)).toEqual([]);
});

test.each([
  { path: '/customers/1', opens: 'Edit' },
  { path: '/customers/1#contacts', opens: 'Add contact' },
  { path: '/inventory', opens: 'Add item' },
  { path: '/inventory/templates', opens: 'New template' },
  { path: '/customers', opens: 'Status' },
])('what "$opens" opens on $path is usable by everybody', async ({ path, opens }) => {
  await inspector.signedInAs('Administrator', async (page) => {
    await page.goto(portal.url + path);
    await settled(page);
    await press(page, opens, 'button');
    await page.waitForSelector('[role=dialog], [data-popover-content]');
    const faults: string[] = [];
    for (const look of looks) faults.push(...(await faultsOf(page, opens, look)));
    expect(faults).toEqual([]);
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
