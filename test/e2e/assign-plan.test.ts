import { beforeAll, expect, test } from 'vitest';
import { desktop, isAt, itemsOf, onPage, overflow, phone, press, sees, signIn } from '../support/browser.ts';
import { assignPlan, type DemoCustomer, expectItems, individualPicker, jobEnds, openCustomer, simPlan } from './support/assign-flow.ts';
import { usePortal } from './support/portal.ts';

const portal = usePortal();
let customer: (index: number) => DemoCustomer;

beforeAll(async () => {
  customer = await individualPicker(portal.system);
});

test.each([
  { size: 'a desktop in light', screen: desktop, index: 1 },
  { size: 'a phone in dark', screen: phone, index: 2 },
])('assigns a SIM plan on $size and follows the job to the service and its balance', async ({ screen, index }) => {
  await onPage(portal.browser, portal.url, screen, async (page) => {
    await signIn(page, portal.login('Administrator'));
    expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).toContain(screen.theme);
    await openCustomer(page, customer(index));
    await assignPlan(page, portal.system, simPlan);

    await jobEnds(page, 'succeeded');
    for (const task of ['Create the account in the charging system', 'Provision the subscriber in the HSS'])
      await expectItems(page, 'Tasks of the play').toContainEqual(expect.stringContaining(task));
    await expect.poll(async () => (await itemsOf(page, 'Steps')).length).toBeGreaterThan(1);
    await sees(page, 'What was made');
    expect(await overflow(page)).toBe(0);

    await press(page, 'View service', 'link');
    await isAt(page, /^\/services\/\d+$/);
    await sees(page, customer(index).customer_name);
    await sees(page, 'Balances in detail');
    await expectItems(page, 'Usage').toEqual([expect.stringContaining('Credit')]);
    expect(await overflow(page)).toBe(0);
  });
});
