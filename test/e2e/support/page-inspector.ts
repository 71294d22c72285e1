import type { CookieData, Page } from 'puppeteer-core';
import { desktop, onPage, settled, signIn } from '../../support/browser.ts';
import { faultsOf, looks } from './accessibility.ts';
import type { Portal } from './portal.ts';

/** Who looks at a page: somebody of the demo with this role, or nobody who has signed in. */
export type Role = string | null;

/** Examines pages of a portal in every look; all pages of a role take turns with one session, as its tokens may be renewed on any of them. */
export class PageInspector {
  private readonly sessions = new Map<Role, CookieData[]>();
  private readonly portal: Portal;

  constructor(portal: Portal) {
    this.portal = portal;
  }

  /** Opens a page of its own and signs in there with the role. */
  async signedInAs(role: Role, look: (page: Page) => Promise<void>): Promise<void> {
    await onPage(this.portal.browser, this.portal.url, desktop, async (page) => {
      const kept = this.sessions.get(role);
      if (kept !== undefined) await page.browserContext().setCookie(...kept);
      else if (role !== null) await signIn(page, this.portal.login(role));
      try {
        await look(page);
      } finally {
        if (role !== null) this.sessions.set(role, await page.browserContext().cookies());
      }
    });
  }

  /** Faults of the page at an address: in every look, and of its other tabs in the first. */
  async faultsAt(address: string, role: Role): Promise<string[]> {
    const faults: string[] = [];
    await this.signedInAs(role, async (page) => {
      await page.goto(this.portal.url + address);
      await settled(page);
      for (const look of looks) faults.push(...(await faultsOf(page, address, look)));
      const [look] = looks;
      for (const tab of await page.$$('[role=tab][id^="tab-"][aria-selected=false]')) {
        await tab.click();
        if (look !== undefined) faults.push(...(await faultsOf(page, page.url().replace(this.portal.url, ''), look)));
      }
    });
    return faults;
  }
}
