import { beforeAll, expect, test } from 'vitest';
import { containing, desktop, isAt, onPage, press, sees, seesNoMore, signIn } from '../support/browser.ts';
import { assignPlan, type DemoCustomer, expectItems, individualPicker, jobEnds, openCustomer, simPlan } from './support/assign-flow.ts';
import { usePortal } from './support/portal.ts';

// What befalls the network's HSS befalls everybody's jobs.
const portal = usePortal({ ownSystem: true });
let customer: (index: number) => DemoCustomer;

beforeAll(async () => {
  customer = await individualPicker(portal.system);
});

async function idOf(name: string): Promise<number> {
  const { body } = await portal.system.call<{ product_id: number; product_name: string }[]>('GET', '/crm/product/');
  return body.find(({ product_name }) => product_name === name)?.product_id ?? 0;
}

const hssFault = async (fault: object): Promise<void> => {
  const answer = await fetch(`${portal.system.demo.sandboxes.hss}/_sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
  expect(answer.status).toBe(200);
};

test('shows how a failed job is undone, and repeats it once the fault is mended', async () => {
  await hssFault({ mode: 'status', status: 500, count: null });
  await onPage(portal.browser, portal.url, desktop, async (page) => {
    await signIn(page, portal.login('Administrator'));
    await openCustomer(page, customer(3));
    const job = await assignPlan(page, portal.system, simPlan);

    await jobEnds(page, 'failed');
    await sees(page, 'Undo, last step first');
    await sees(page, 'Nothing remains.');
    for (const undo of ['Stop the play', 'Release stock']) await expectItems(page, 'Steps').toContainEqual(expect.stringMatching(new RegExp(`^\\s*${undo}`)));
    await expectItems(page, 'Tasks of the play').toContainEqual(expect.stringContaining('Provision the subscriber in the HSS'));
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

test('the bell tells of a failed job without being asked, once', async () => {
  await hssFault({ mode: 'status', status: 500, count: null });
  await onPage(portal.browser, portal.url, desktop, async (page) => {
    await signIn(page, portal.login('Administrator'));
    await sees(page, 'Customers');
    const order = { product_id: await idOf(simPlan), customer_id: customer(6).customer_id, 'SIM Card': 'auto', 'Mobile Number': 'auto' };
    const { body } = await portal.system.call<{ provision_id: number }>('PUT', '/crm/provision/', order);
    const job = body.provision_id;
    await page.waitForSelector('button[aria-label^="Alerts, "]', { timeout: 90_000 });
    await page.locator('button[aria-label^="Alerts, "]').click();
    await sees(page, `Job ${job} failed`);
    await page.locator(containing(`Job ${job} failed`)).click();
    await isAt(page, new RegExp(`^/jobs/${job}$`));
    await page.reload();
    await page.locator('button[aria-label^="Alerts"]').click();
    const told = await page.waitForSelector(`[aria-label="Alerts"] a[href="/jobs/${job}"]`);
    // Screen readers are told of what is new, and only of that.
    expect(await told?.evaluate((alert) => alert.textContent)).not.toContain(', new');
  }).finally(() => hssFault({ mode: 'none' }));
});
