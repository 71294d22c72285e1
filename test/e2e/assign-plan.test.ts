import { beforeAll, expect, test } from 'vitest';
import { desktop, isAt, itemsOf, onPage, overflow, phone, press, sees, seesNoMore, signIn } from '../support/browser.ts';
import { assignPlan, type DemoCustomer, jobEnds, openCustomer, openIndividuals, simPlan } from './support/assign-flow.ts';
import { usePortal } from './support/portal.ts';

const portal = usePortal();
let customers: DemoCustomer[];

beforeAll(async () => {
  customers = await openIndividuals(portal.system);
});

const customer = (index: number): DemoCustomer => {
  const found = customers[index];
  if (found === undefined) throw new Error(`the demo has only ${customers.length} open individuals`);
  return found;
};

const hssFault = async (fault: object): Promise<void> => {
  const answer = await fetch(`${portal.system.demo.sandboxes.hss}/_sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
  expect(answer.status).toBe(200);
};

test.each([
  { size: 'a desktop in light', screen: desktop, index: 1 },
  { size: 'a phone in dark', screen: phone, index: 2 },
])('assigns a SIM plan on $size and follows the job to the service and its balance', async ({ screen, index }) => {
  await onPage(portal.browser, portal.url, screen, async (page) => {
    await signIn(page, portal.login('Administrator'));
    expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).toContain(screen.theme);
    await openCustomer(page, customer(index));
    await assignPlan(page, simPlan);

    await jobEnds(page, 'succeeded');
    const tasks = await itemsOf(page, 'Tasks of the play');
    expect(tasks.some((task) => task.includes('Create the account in the charging system'))).toBe(true);
    expect(tasks.some((task) => task.includes('Provision the subscriber in the HSS'))).toBe(true);
    expect((await itemsOf(page, 'Steps')).length).toBeGreaterThan(1);
    await sees(page, 'What was made');
    expect(await overflow(page)).toBe(0);

    await press(page, 'View service', 'link');
    await isAt(page, /^\/services\/\d+$/);
    await sees(page, customer(index).customer_name);
    await sees(page, 'Balances in detail');
    expect(await itemsOf(page, 'Usage')).toEqual([expect.stringContaining('Credit')]);
    expect(await overflow(page)).toBe(0);
  });
});

test('shows how a failed job is undone, and repeats it once the fault is mended', async () => {
  await hssFault({ mode: 'status', status: 500, count: null });
  await onPage(portal.browser, portal.url, desktop, async (page) => {
    await signIn(page, portal.login('Administrator'));
    await openCustomer(page, customer(3));
    const job = await assignPlan(page, simPlan);

    await jobEnds(page, 'failed');
    await sees(page, 'Undo, last step first');
    await sees(page, 'Nothing remains.');
    const steps = (await itemsOf(page, 'Steps')).map((step) => step.trim());
    for (const undo of ['Stop the play', 'Release stock']) expect(steps).toContainEqual(expect.stringMatching(new RegExp(`^${undo}`)));
    expect((await itemsOf(page, 'Tasks of the play')).some((task) => task.includes('Provision the subscriber in the HSS'))).toBe(true);
    const { body: left } = await portal.system.call<unknown[] | { data: unknown[] }>('GET', `/crm/service/customer_id/${customer(3).customer_id}`);
    expect(Array.isArray(left) ? left : left.data).toEqual([]);

    await hssFault({ mode: 'none' });
    await press(page, 'Retry', 'button');
    await seesNoMore(page, 'Job failed');
    await jobEnds(page, 'succeeded');
    await sees(page, 'What was made');
    const { body: after } = await portal.system.call<{ provisioning_status: number }>('GET', `/crm/provision/provision_id/${job}`);
    expect(after.provisioning_status).toBe(0);
  });
});
