import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { desktop, isAt, named, onPage, overflow, patienceMs, phone, sees, signIn } from '../support/browser.ts';
import { usePortal } from './support/portal.ts';

const portal = usePortal();
const input = '[data-command-input]';

/** Opens the palette with the keyboard and types. */
async function search(page: Page, text: string): Promise<void> {
  await page.keyboard.down('Control');
  await page.keyboard.press('k');
  await page.keyboard.up('Control');
  await page.locator(input).fill(text);
}

/** Waits until the chosen line of the palette has that text. */
const chosen = (page: Page, text: string): Promise<unknown> => page.waitForSelector(`[data-command-item][data-selected] ::-p-text(${text})`);

/** Waits until so many results are shown; the pager may tell of them before they are drawn. */
const expectListed = (page: Page, results: number): Promise<void> => expect.poll(() => page.$$('[data-result]'), { timeout: patienceMs }).toHaveLength(results);

interface Contact {
  contact_id: number;
  contact_firstname: string;
  contact_lastname: string;
  contact_phone: string;
}

async function contactOf(customerId: number): Promise<Contact> {
  const { body } = await portal.system.call<{ contacts: Contact[] }>('GET', `/crm/customer/${customerId}`);
  const [contact] = body.contacts;
  if (contact === undefined) throw new Error(`customer ${customerId} has no contact`);
  return contact;
}

test('finds a contact by its number as people write it, and lands on its row', async () => {
  const contact = await contactOf(1);
  await onPage(portal.browser, portal.url, desktop, async (page) => {
    await signIn(page, portal.login('Administrator'));
    await search(page, `0${contact.contact_phone.slice(3, 6)} ${contact.contact_phone.slice(6)}`);
    await chosen(page, contact.contact_lastname);
    await page.keyboard.press('Enter');
    await isAt(page, /^\/customers\/1$/);
    await page.waitForFunction('location.hash === "#4"');
    await page.waitForSelector(`[data-row="${contact.contact_id}"][data-revealed]`);
    expect(await page.waitForSelector(input, { hidden: true })).toBeNull();

    await search(page, '');
    await sees(page, 'Recent');
    await chosen(page, contact.contact_lastname);
  });
});

test('finds a site by parts of its name, and lands on its row', async () => {
  const site = { customer_id: 2, site_name: 'Bristol Ciderworks Mast', latitude: 51.4545, longitude: -2.5879 };
  const { body } = await portal.system.call<{ site_id: number }>('PUT', '/crm/site/', site);
  await onPage(portal.browser, portal.url, desktop, async (page) => {
    await signIn(page, portal.login('Administrator'));
    await search(page, 'cider bristol');
    await chosen(page, 'Bristol Ciderworks Mast');
    await page.keyboard.press('Enter');
    await isAt(page, /^\/customers\/2$/);
    await page.waitForFunction('location.hash === "#2"');
    expect(await page.waitForSelector(`[data-row="${body.site_id}"][data-revealed]`)).not.toBeNull();
  });
});

test('understands a misspelt name, goes to pages, and closes with Escape', async () => {
  await portal.system.call('PUT', '/crm/customer/', { customer_name: 'Quillfeather Orchards' });
  await onPage(portal.browser, portal.url, desktop, async (page) => {
    await signIn(page, portal.login('Administrator'));
    await search(page, 'quillfaether');
    await chosen(page, 'Quillfeather Orchards');
    await page.locator(input).fill('new cust');
    await chosen(page, 'New customer');
    await page.keyboard.press('Enter');
    await isAt(page, /^\/customers\/new$/);
    await search(page, '%_');
    await sees(page, 'A search must have a letter or a digit.');
    await page.locator(input).fill('qz');
    await sees(page, 'at the beginning of words only: add a third.');
    await page.keyboard.press('Escape');
    expect(await page.waitForSelector(input, { hidden: true })).toBeNull();
  });
});

test('leads on to the page of all results, which the arrow keys go through', async () => {
  const names = Array.from({ length: 11 }, (_, index) => `Windmill Growers ${index + 1}`);
  for (const customer_name of names) await portal.system.call('PUT', '/crm/customer/', { customer_name });
  await onPage(portal.browser, portal.url, desktop, async (page) => {
    await signIn(page, portal.login('Administrator'));
    await search(page, 'windmill growers');
    await sees(page, 'See all 11 results for “windmill growers”');
    await page.keyboard.down('Control');
    await page.keyboard.press('Enter');
    await page.keyboard.up('Control');
    await isAt(page, /^\/search$/);
    await sees(page, '1–10 of 11');
    await expectListed(page, 10);
    await page.keyboard.press('ArrowRight');
    await sees(page, '11–11 of 11');
    await expectListed(page, 1);
    await page.locator('main input[type=search]').fill('windmill growers 7');
    await page.keyboard.press('Enter');
    await sees(page, '1–1 of 1');
    await page.waitForSelector('[data-result] ::-p-text(Windmill Growers 7)');
    await expectListed(page, 1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await isAt(page, /^\/customers\/\d+$/);
    await sees(page, 'Windmill Growers 7');
  });
});

test('opens from the button of a phone', async () => {
  await onPage(portal.browser, portal.url, phone, async (page) => {
    await signIn(page, portal.login('Administrator'));
    await page.locator(named('Search', 'button')).click();
    await page.locator(input).fill('Amelia Morgan');
    await chosen(page, 'Amelia Morgan');
    await page.locator('[data-command-item][data-selected]').click();
    await isAt(page, /^\/customers\/1$/);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
  });
});
