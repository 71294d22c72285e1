import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A browser that puppeteer-core can launch. */
export interface ChromiumPaths {
  executablePath: string;
  args: string[];
  headless: true | 'shell';
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Finds Chromium: CHROMIUM_PATH, else the system's, else the one packaged for Linux x64. */
export async function ensureChromium(env: NodeJS.ProcessEnv = process.env): Promise<ChromiumPaths> {
  const own = env['CHROMIUM_PATH'] ?? onPath(env['PATH'] ?? '');
  // As root Chromium refuses to run inside its sandbox.
  const rootArgs = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  if (own !== undefined) return { executablePath: own, args: rootArgs, headless: true };
  const { default: packaged } = await import('@sparticuz/chromium');
  return { executablePath: await packaged.executablePath(), args: [...packaged.args], headless: 'shell' };
}

function onPath(path: string): string | undefined {
  return path
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((file) => existsSync(file));
}
