import type { Page } from 'puppeteer-core';
import { beforeAll, expect, test } from 'vitest';
import { desktop, isAt, named, onPage, overflow, patienceMs, phone, press, sees, seesNoMore, signIn } from '../support/browser.ts';
import { type DemoCustomer, openIndividuals } from './support/assign-flow.ts';
import { usePortal } from './support/portal.ts';

const portal = usePortal();
let customers: DemoCustomer[];

beforeAll(async () => {
  customers = await openIndividuals(portal.system);
});

const idOf = (index: number): number => customers[index]?.customer_id ?? 0;
const open = (page: Page, index: number, hash = ''): Promise<unknown> => page.goto(`${portal.url}/customers/${idOf(index)}${hash}`);
const fill = (page: Page, name: string, text: string): Promise<void> => page.locator(named(name, 'textbox')).fill(text);
const chosenTab = (page: Page): Promise<string> => page.$eval('[role="tab"][aria-selected="true"]', (tab) => (tab.textContent ?? '').trim());
const rows = (page: Page, table: string): Promise<string[]> =>
  page.$$eval(`table[aria-label="${table}"] tbody tr`, (found) => found.map((row) => row.textContent?.replace(/\s+/g, ' ').trim() ?? ''));

test.each([desktop, phone])('the tabs of the contract’s links open by number at $width pixels, and nothing sticks out', async (screen) => {
  const customer_id = idOf(4);
  await portal.system.call('PUT', '/crm/attribute/', { customer_id, attribute_name: 'n'.repeat(150), attribute_value: 'v'.repeat(150) });
  const site = { customer_id, site_name: 's'.repeat(100), address_line_1: 'a'.repeat(100), latitude: 51.5, longitude: -0.12 };
  if (screen === desktop) await portal.system.call('PUT', '/crm/site/', site);
  await onPage(portal.browser, portal.url, screen, async (page) => {
    await signIn(page, portal.login('Administrator'));
    for (const [number, label] of [
      [1, 'Overview'],
      [2, 'Sites'],
      [3, 'Services'],
      [4, 'Contacts'],
      [5, 'Billing'],
      [6, 'Attributes'],
      [7, 'Tags'],
      [8, 'Inventory'],
      [9, 'Activity'],
      [10, 'Communications'],
    ] as const) {
      await open(page, 4, `#${number}`);
      await page.reload();
      await sees(page, customers[4]?.customer_name ?? '');
      await expect.poll(() => chosenTab(page), { timeout: patienceMs }).toMatch(new RegExp(`^${label}`));
      if (label === 'Attributes') await sees(page, 'v'.repeat(150));
      expect(await overflow(page)).toBe(0);
    }
  });
});

test('an attribute and a tag are added; the tag is a readable pill on the page', async () => {
  await onPage(portal.browser, portal.url, desktop, async (page) => {
    await signIn(page, portal.login('Administrator'));
    await open(page, 5, '#attributes');
    await press(page, 'Add attribute', 'button');
    await fill(page, 'Name', 'external_crm_id');
    await fill(page, 'Value', 'SF-12345');
    await page.locator('button[form="attribute-form"]').click();
    await sees(page, 'Attribute saved');
    await sees(page, 'external_crm_id');
    await expect.poll(() => rows(page, 'Attributes'), { timeout: patienceMs }).toEqual([expect.stringContaining('external_crm_id')]);

    await page.locator('#tab-tags').click();
    await press(page, 'Add tag', 'button');
    await fill(page, 'Text', 'Overdue');
    await fill(page, 'Hex code', '#FFD700');
    await fill(page, 'Link', 'javascript:alert(1)');
    await page.locator('button[form="tag-form"]').click();
    await sees(page, 'begins with http');
    await fill(page, 'Link', 'https://example.com/ticket');
    await page.locator('button[form="tag-form"]').click();
    await sees(page, 'Tag added');
    const pill = await page.waitForSelector('ul[aria-label="Tags"] a');
    expect(await pill?.evaluate((link) => [link.getAttribute('href'), link.getAttribute('rel'), String(link.computedStyleMap().get('color'))])).toEqual([
      'https://example.com/ticket',
      'noopener noreferrer',
      'rgb(0, 0, 0)',
    ]);
  });
});

test('several customers are tagged, closed and deleted together; who cannot be deleted stays chosen, with the reason', async () => {
  await portal.system.call('PUT', '/crm/transaction/', { customer_id: idOf(9), title: 'Mast rental', retail_cost: 80 });
  const pair = [9, 10].map((index) => customers[index]?.customer_name ?? '');
  await onPage(portal.browser, portal.url, desktop, async (page) => {
    await signIn(page, portal.login('Administrator'));
    const choose = async (): Promise<void> => {
      await page.goto(`${portal.url}/customers?per_page=100`);
      for (const index of [9, 10]) await page.locator(`tr[data-row="${idOf(index)}"] input[type="checkbox"]`).click();
      await sees(page, '2 selected');
    };
    const standing = async (index: number): Promise<string> =>
      (await portal.system.call<{ customer_status: string }>('GET', `/crm/customer/customer_id/${idOf(index)}`)).body.customer_status;

    await choose();
    await press(page, 'Add tag', 'button');
    await fill(page, 'Text', 'Moved by us');
    await press(page, 'Add tag to 2', 'button');
    await sees(page, '2 customers tagged');
    const tags = await portal.system.call<{ tag_text: string }[]>('GET', `/crm/tag/customer_id/${idOf(10)}`);
    expect(tags.body.map(({ tag_text: text }) => text)).toEqual(['Moved by us']);

    await choose();
    await press(page, 'Change status', 'button');
    await page.select('#bulk-status-form select', 'Closed');
    await press(page, 'Change 2', 'button');
    await sees(page, '2 customers changed');
    expect(await Promise.all([9, 10].map(standing))).toEqual(['Closed', 'Closed']);

    await choose();
    await press(page, 'Delete', 'button');
    await sees(page, pair.join(', '));
    await press(page, 'Delete 2', 'button');
    await sees(page, '1 of 2 were not changed');
    await sees(page, '“Mast rental”');
    await sees(page, '1 customer deleted');
    expect(await Promise.all([9, 10].map(standing))).toEqual(['Closed', 'Archived']);
  });
  for (const index of [9, 10]) await portal.system.call('PATCH', `/crm/customer/customer_id/${idOf(index)}`, { customer_status: 'Open' });
});

test('a customer with a charge is not deleted and told why; one without is deleted and brought back', async () => {
  await portal.system.call('PUT', '/crm/transaction/', { customer_id: idOf(7), title: 'Router', retail_cost: 80 });
  await onPage(portal.browser, portal.url, desktop, async (page) => {
    await signIn(page, portal.login('Administrator'));
    const remove = async (index: number): Promise<void> => {
      await open(page, index);
      await press(page, `Actions for ${customers[index]?.customer_name}`, 'button');
      await press(page, 'Delete customer', 'menuitem');
      await sees(page, 'is archived with everything');
      await press(page, 'Delete customer', 'button');
    };
    await remove(7);
    await sees(page, '“Router”');
    await sees(page, 'This customer cannot be deleted yet.');
    await remove(8);
    await sees(page, 'This customer was deleted');
    await press(page, 'Restore', 'button');
    await seesNoMore(page, 'This customer was deleted');
    await isAt(page, /^\/customers\/\d+$/);
    const status = async (): Promise<string> =>
      (await portal.system.call<{ customer_status: string }>('GET', `/crm/customer/customer_id/${idOf(8)}`)).body.customer_status;
    await expect.poll(status, { timeout: patienceMs }).toBe('Open');
  });
});
