import { expect, test } from 'vitest';
import { desktop, isAt, named, onPage, phone, press, sees, signIn, submitLogin, valueOf } from '../support/browser.ts';
import { usePortal } from './support/portal.ts';

const portal = usePortal();

test('says what is wrong with a sign-in, and signs out', async () => {
  await onPage(portal.browser, portal.url, desktop, async (page) => {
    const { email, password } = portal.login('Administrator');
    await submitLogin(page, { email, password: `${password}x` });
    await sees(page, 'The e-mail address or the password is wrong.');
    expect(await valueOf(page, 'E-mail address', 'textbox')).toBe(email);
    expect(new URL(page.url()).pathname).toBe('/login');

    await signIn(page, { email, password });
    await page.locator('button[aria-label^="Account of"]').click();
    await press(page, 'Sign out', 'menuitem');
    await isAt(page, /^\/login$/);
    await page.goto(`${portal.url}/customers`);
    await isAt(page, /^\/login$/);
  });
});

test('leads a customer to self-care and keeps them there', async () => {
  await onPage(portal.browser, portal.url, phone, async (page) => {
    await signIn(page, portal.login('Customer'));
    await isAt(page, /^\/self-care$/);
    await sees(page, 'Your services');
    await page.goto(`${portal.url}/customers`);
    await isAt(page, /^\/self-care$/);
    await sees(page, 'Your services');
    expect(await page.$(named('Main', 'navigation'))).toBeNull();
  });
});
