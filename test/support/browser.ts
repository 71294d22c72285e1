import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, launch, type Page } from 'puppeteer-core';
import type { DemoLogin } from '../../scripts/stack/demo.ts';
import { ensureChromium } from '../../scripts/stack/chromium.ts';

/** What a page is looked at with. */
export interface Screen {
  width: number;
  height: number;
  theme: 'light' | 'dark';
}

export const desktop: Screen = { width: 1440, height: 900, theme: 'light' };
export const phone: Screen = { width: 375, height: 812, theme: 'dark' };

/** How long a person would wait for an answer of the portal. */
export const patienceMs = 20_000;

// Nothing of the browser's own goes out to the network, and no window is slowed down for being in the background.
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-sync',
  '--disable-extensions',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--no-default-browser-check',
  '--metrics-recording-only',
  '--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication,PasswordLeakDetection',
];

/** Starts Chromium with a fresh profile, which goes when it is closed. Throws when none is found. */
export async function openBrowser(): Promise<Browser> {
  const { executablePath, args, headless } = await ensureChromium();
  return launch({ executablePath, headless, args: [...args, ...quiet] });
}

/**
 * Runs `look` on a page of its own (no cookies, nothing stored) at `address`. When it throws, the page is kept as a picture
 * whose path ends the message; an error that the page's own script throws fails it as well.
 */
export async function onPage(browser: Browser, address: string, screen: Screen, look: (page: Page) => Promise<void>): Promise<void> {
  const profile = await browser.createBrowserContext();
  const page = await profile.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error)));
  page.setDefaultTimeout(patienceMs);
  try {
    await page.setViewport({ width: screen.width, height: screen.height });
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: screen.theme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ]);
    await page.goto(address);
    await look(page);
    if (faults.length > 0) throw new Error(`the page's script failed: ${faults.join('\n')}`);
  } catch (error) {
    throw new Error(await describeFailure(page, error, faults), { cause: error });
  } finally {
    await profile.close();
  }
}

async function describeFailure(page: Page, error: unknown, faults: string[]): Promise<string> {
  const picture = join(mkdtempSync(join(tmpdir(), 'linewright-screenshot-')), 'page.png') as `${string}.png`;
  const kept = await page.screenshot({ path: picture, fullPage: true }).then(
    () => `, seen in ${picture}`,
    () => '',
  );
  return [error instanceof Error ? error.message : String(error), `at ${page.url()}${kept}`, ...faults].join('\n');
}

/** Selector of an element by the name, and where given the role, that a screen reader tells. */
export function named(name: string, role?: string): string {
  return `::-p-aria([name="${name}"]${role === undefined ? '' : `[role="${role}"]`})`;
}

/** Selector of the innermost element that contains a text. */
export function containing(text: string): string {
  return `::-p-text(${text})`;
}

/** Clicks what has this accessible name, once it is there, enabled and still. */
export async function press(page: Page, name: string, role?: string): Promise<void> {
  await page.locator(named(name, role)).click();
}

/** Waits until a text is on the page, at most `timeoutMs`. */
export async function sees(page: Page, text: string, timeoutMs = patienceMs): Promise<void> {
  await page.waitForFunction(`document.body.innerText.includes(${JSON.stringify(text)})`, { timeout: timeoutMs }).catch((cause: unknown) => {
    throw new Error(`"${text}" was not shown within ${timeoutMs / 1000} s`, { cause });
  });
}

/** Waits until a text has gone from the page. */
export async function seesNoMore(page: Page, text: string): Promise<void> {
  await page.waitForFunction(`!document.body.innerText.includes(${JSON.stringify(text)})`);
}

/** Waits until the address's path matches. */
export async function isAt(page: Page, path: RegExp): Promise<void> {
  await page.waitForFunction(`new RegExp(${JSON.stringify(path.source)}).test(location.pathname)`);
}

/** Fills in the sign-in form, which must be shown, and sends it; the answer is not waited for. */
export async function submitLogin(page: Page, { email, password }: Pick<DemoLogin, 'email' | 'password'>): Promise<void> {
  await page.locator(named('E-mail address', 'textbox')).fill(email);
  await page.locator(named('Password', 'textbox')).fill(password);
  await press(page, 'Sign in', 'button');
}

/** Signs in through the sign-in page and waits until it has been left. */
export async function signIn(page: Page, login: Pick<DemoLogin, 'email' | 'password'>): Promise<void> {
  await submitLogin(page, login);
  await isAt(page, /^\/(?!login)/);
}

/** Waits until the page shows what it has loaded and stands still. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector('h1');
  // The design gallery shows for ever how loading looks.
  await page.waitForFunction('document.querySelector("[aria-busy=true]:not(button, [aria-label=\\"Loading example\\"])") === null');
  await page.evaluate(
    'Promise.all(document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity).map((one) => one.finished.catch(() => {})))',
  );
}

/** Width in pixels by which the page, once it stands still, is wider than its screen; 0 when nothing sticks out. */
export async function overflow(page: Page): Promise<number> {
  await settled(page);
  return Number(await page.evaluate('Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)'));
}

/** What a field holds. */
export async function valueOf(page: Page, name: string, role: string): Promise<string> {
  return String(await page.$eval(named(name, role), (field) => (field as unknown as { value: string }).value));
}

/** Texts of the list items in the card with this title, as they are at this moment. */
export async function itemsOf(page: Page, title: string): Promise<string[]> {
  const items = await page.$$(`::-p-xpath(//section[header//h2[normalize-space()="${title}"]]//li)`);
  return Promise.all(items.map((item) => item.evaluate((element) => String(element.textContent))));
}
