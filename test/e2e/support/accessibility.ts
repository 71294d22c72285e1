import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'puppeteer-core';
import { type Screen, settled } from '../../support/browser.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** WCAG 2.2 up to level AA, and what axe itself recommends. */
const allRules: RunOptions = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
/** All that another theme can change. */
const contrastOnly: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast'] } };

/** A screen and what is looked for on it. */
export interface Look {
  screen: Screen;
  options: RunOptions;
}

/** Both themes at both sizes; each size is examined in full in one theme. */
export const looks: readonly Look[] = [
  { screen: { width: 1440, height: 900, theme: 'light' }, options: allRules },
  { screen: { width: 1440, height: 900, theme: 'dark' }, options: contrastOnly },
  { screen: { width: 375, height: 812, theme: 'dark' }, options: allRules },
  { screen: { width: 375, height: 812, theme: 'light' }, options: contrastOnly },
];

/** What a page as it is now keeps from some people, one line each: serious and critical faults of axe, and parts that stick out of the screen. */
export async function faultsOf(page: Page, name: string, { screen, options }: Look): Promise<string[]> {
  await show(page, screen);
  await settled(page);
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axeSource);
  const { violations } = (await page.evaluate(`axe.run(document, ${JSON.stringify({ ...options, resultTypes: ['violations'] })})`)) as AxeResults;
  const where = `${name} (${screen.width}, ${screen.theme})`;
  const wide = Number(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'));
  return [
    ...violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map((node) => `${where}: ${id} ${node.target.join(' ')} ${node.any[0]?.message ?? ''}`)),
    ...(wide > 0 ? [`${where}: is ${wide} px wider than the screen`] : []),
  ];
}

async function show(page: Page, { width, height, theme }: Screen): Promise<void> {
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: theme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
}

/** What a person who uses the keyboard would call the focused element. */
const focusedName = `(() => {
  const element = document.activeElement;
  return (element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent ?? '').trim();
})()`;

/** Presses Tab until what begins with this name has the focus; throws when it is not reached. */
export async function tabTo(page: Page, name: string, presses = 60): Promise<void> {
  const passed: string[] = [];
  for (let press = 0; press < presses; press += 1) {
    await page.keyboard.press('Tab');
    const focused = String(await page.evaluate(focusedName));
    if (focused.startsWith(name)) return;
    passed.push(focused.slice(0, 30));
  }
  throw new Error(`"${name}" was not reached with ${presses} presses of Tab, but ${passed.join(', ')}`);
}
