import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { containing, desktop, isAt, onPage, overflow, patienceMs, phone, press, sees, seesNoMore, signIn } from '../../support/browser.ts';
import { usePortal } from '../support/portal.ts';

const portal = usePortal();
/** More than two batches, so that the progress moves. */
const goodRows = 600;
const iccid = (row: number): string => `89449990${String(row).padStart(11, '0')}`;
const header = 'ICCID,IMSI,Location,State,Retail cost,Latitude,Longitude';
const good = Array.from({ length: goodRows }, (_, row) => `${iccid(row)},23499${String(row).padStart(10, '0')},E2E depot,New,5.00,51.45,-2.58`);
const faulty = [
  ',234990000009991,E2E depot,New,5.00,,',
  `${iccid(0)},234990000009992,E2E depot,New,5.00,,`,
  `${iccid(9993)},234990000009993,E2E depot,Broken,5.00,,`,
  `${iccid(9994)},234990000009994,E2E depot,New,five,,`,
  `${iccid(9995)},234990000009995,E2E depot,New,5.00,151.45,-2.58`,
];

async function upload(page: Page, name: string, rows: readonly string[]): Promise<void> {
  const path = join(portal.system.dataDir, name);
  writeFileSync(path, [header, ...rows].join('\n'));
  const [chooser] = await Promise.all([page.waitForFileChooser(), page.locator(containing('Choose a CSV file')).click()]);
  await chooser.accept([path]);
  await isAt(page, /^\/inventory\/imports\/\d+$/);
}

/** The map's pin says what it stands for while the pointer is on it; it moves until the map has found its place. */
async function namesPin(page: Page, name: string): Promise<void> {
  const pin = page.locator(`.map-pin[aria-label="${name}"]`);
  const label = async (): Promise<string> => {
    await page.mouse.move(0, 0);
    await pin.hover();
    return page.$$eval('.map-popup', (found) => found.map((each) => each.textContent).join());
  };
  await expect.poll(label, { timeout: patienceMs }).toBe(name);
}

const stocked = async (): Promise<number> => {
  const filters = encodeURIComponent(JSON.stringify({ item_location: ['E2E depot'] }));
  const { body } = await portal.system.call<{ pagination: { total_items: number } }>('GET', `/crm/inventory?per_page=1&filters=${filters}`);
  return body.pagination.total_items;
};

const expectStocked = (items: number): Promise<void> => expect.poll(stocked, { timeout: patienceMs }).toBe(items);

test('a list with faults is checked, taken in without them, shown in the stock and taken out again', async () => {
  await onPage(portal.browser, portal.url, desktop, async (page) => {
    await signIn(page, portal.login('Administrator'));
    await page.goto(`${portal.url}/inventory/imports`);
    await upload(page, 'sims.csv', [...good, ...faulty]);
    await sees(page, 'Columns and kind');
    await press(page, 'Check all rows', 'button');

    await sees(page, 'Nothing has been taken in yet');
    await sees(page, '600 rows can be taken in, 5 rows would be left out.');
    for (const [row, field, message] of [
      [602, 'ICCID', 'is empty, and every item needs it'],
      [603, 'ICCID', `${iccid(0)} came in row 2 already`],
      [604, 'State', '“Broken” is no state; use New, In Stock'],
      [605, 'Retail cost', 'must be an amount such as 12.50'],
      [606, 'Latitude', 'must be degrees from -90 to 90'],
    ] as const) {
      const line = `::-p-xpath(//tr[contains(., "Row ${row}")])`;
      await expect.poll(() => page.$eval(line, (element) => element.textContent), { timeout: patienceMs }).toContain(`Row ${row}${field}${message}`);
    }
    expect(await stocked()).toBe(0);

    await press(page, 'Take in 600 rows', 'button');
    await page.waitForFunction('document.body.innerText.includes("Importing") && document.querySelector("[role=progressbar]") !== null');
    await sees(page, 'Imported');
    await expectStocked(goodRows);
    await press(page, 'To the stock', 'link');
    await isAt(page, /^\/inventory$/);
    await sees(page, iccid(599));
    await press(page, iccid(599), 'link');
    await isAt(page, /^\/inventory\/\d+$/);
    await namesPin(page, `SIM Card ${iccid(599)}`);

    await page.goBack();
    await isAt(page, /^\/inventory$/);
    await page.goBack();
    await press(page, 'Undo the import', 'button');
    await press(page, 'Undo import', 'button');
    await sees(page, 'Undone');
    await expectStocked(0);
  });
});

test('on a phone the mended list is taken in whole', async () => {
  await onPage(portal.browser, portal.url, phone, async (page) => {
    await signIn(page, portal.login('Administrator'));
    await page.goto(`${portal.url}/inventory/imports`);
    await upload(page, 'faulty.csv', faulty);
    await press(page, 'Check all rows', 'button');
    await sees(page, '4 rows are left out');
    expect(await overflow(page)).toBe(0);
    await page.goto(`${portal.url}/inventory/imports`);
    await upload(page, 'mended.csv', good.slice(0, 3));
    await press(page, 'Check all rows', 'button');
    await press(page, 'Take in 3 rows', 'button');
    await sees(page, 'Imported');
    await seesNoMore(page, 'left out');
    await expectStocked(3);
    expect(await overflow(page)).toBe(0);
  });
});
