import { type Browser } from 'puppeteer-core';
import { afterAll, beforeAll, inject } from 'vitest';
import type { DemoLogin } from '../../../scripts/stack/demo.ts';
import { openBrowser } from '../../support/browser.ts';
import { sharedSystem } from '../../support/shared-system.ts';
import { type RunningSystem, startSystem, type System } from '../../support/system.ts';

/** A whole system with its demo, and a browser to look at it for the tests of one file. */
export interface Portal {
  readonly system: RunningSystem;
  readonly browser: Browser;
  readonly url: string;
  /** A login of the demo by its role; throws when there is none. */
  login(role: string): DemoLogin;
}

/**
 * The system that all files share at the same time, or one of the file's own for tests that break a part of it or need it as it was made; the parts
 * are there once the tests run. In the shared one a file keeps to customers, logins and settings that are nobody else's.
 */
export function usePortal(options: { ownSystem?: boolean } = {}): Portal {
  let own: System | undefined;
  let system: RunningSystem | undefined;
  let browser: Browser | undefined;
  const find = async (): Promise<RunningSystem> => (options.ownSystem ? (own = await startSystem()) : sharedSystem(inject('sharedSystem')));
  beforeAll(async () => {
    [system, browser] = await Promise.all([find(), openBrowser()]);
  }, 240_000);
  afterAll(async () => {
    await Promise.all([browser?.close(), own?.stop()]);
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
