import { type Browser } from 'puppeteer-core';
import { afterAll, beforeAll } from 'vitest';
import type { DemoLogin } from '../../../scripts/stack/demo.ts';
import { openBrowser } from '../../support/browser.ts';
import { startSystem, type System } from '../../support/system.ts';

/** A whole system with its demo and a browser to look at it, for the tests of one file. */
export interface Portal {
  readonly system: System;
  readonly browser: Browser;
  readonly url: string;
  /** A login of the demo by its role; throws when there is none. */
  login(role: string): DemoLogin;
}

/** Starts both before the file's tests and ends them after; the parts are there once the tests run. */
export function usePortal(): Portal {
  let system: System | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    [system, browser] = await Promise.all([startSystem(), openBrowser()]);
  }, 240_000);
  afterAll(async () => {
    await Promise.all([browser?.close(), system?.stop()]);
  });
  return {
    get system() {
      return started(system);
    },
    get browser() {
      return started(browser);
    },
    get url() {
      return started(system).demo.urls.portal;
    },
    login: (role) => started(started(system).demo.logins.find((one) => one.role === role)),
  };
}

function started<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error('that is not there: it did not start, or the demo has none');
  return part;
}
