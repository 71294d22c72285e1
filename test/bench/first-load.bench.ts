import type { Browser, Page } from 'puppeteer-core';
import type { DemoLogin } from '../../scripts/stack/demo.ts';
import { openBrowser, signIn } from '../support/browser.ts';
import { type BenchRow, row } from './measure.ts';
import type { Bench, World } from './world.ts';

/** Kilobytes (1000 bytes) of script that a browser which has never been there is sent: to the sign-in page, and on to the list of customers. */
export const bench: Bench = { title: 'First load of the portal', run: benchFirstLoad };

/** Scripts that came over the network, and their size there: compressed, with their headers. */
interface Scripts {
  count: number;
  bytes: number;
}

async function benchFirstLoad(world: World): Promise<BenchRow[]> {
  const { demo } = await world.system();
  const login = demo.logins.find(({ role }) => role === 'Administrator');
  if (login === undefined) throw new Error('the demo has no administrator');
  const browser = await openBrowser();
  try {
    const [atLogin, customers] = await firstVisit(browser, demo.urls.portal, login);
    return [
      kilobytes('portal, first load of the sign-in page', atLogin),
      kilobytes('portal, first load up to the list of customers after signing in', customers),
    ];
  } finally {
    await browser.close();
  }
}

async function firstVisit(browser: Browser, url: string, login: DemoLogin): Promise<[Scripts, Scripts]> {
  // A context of its own has an empty cache, as a first visit has.
  const visitor = await browser.createBrowserContext();
  try {
    const page = await visitor.newPage();
    const scripts = await countScripts(page);
    await page.goto(`${url}/login`);
    await page.waitForSelector('input[type=password]');
    await page.waitForNetworkIdle();
    const atLogin = scripts();
    await signIn(page, login);
    await page.waitForSelector('tbody a[href^="/customers/"]');
    await page.waitForNetworkIdle();
    return [atLogin, scripts()];
  } finally {
    await visitor.close();
  }
}

/** Adds up the page's scripts from now on (Chrome DevTools Protocol, `Network.loadingFinished.encodedDataLength`). */
async function countScripts(page: Page): Promise<() => Scripts> {
  const session = await page.createCDPSession();
  const wanted = new Set<string>();
  const total: Scripts = { count: 0, bytes: 0 };
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (type === 'Script' || response.mimeType.includes('javascript')) wanted.add(requestId);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (!wanted.has(requestId)) return;
    total.count += 1;
    total.bytes += encodedDataLength;
  });
  await session.send('Network.enable');
  return () => ({ ...total });
}

function kilobytes(what: string, { count, bytes }: Scripts): BenchRow {
  if (count === 0) throw new Error(`${what}: no script was loaded`);
  return row(what, `${(bytes / 1000).toFixed(0)} KB in ${count} files`, 'as transferred', bytes / 1000, { atMost: 200 });
}
