import { relative } from 'node:path';
import type { DemoFile } from './demo.ts';

/** What the start prints at its end: where to go, who can sign in, how to stop. */
export function firstScreen({ urls, logins }: DemoFile, dataDir: string, seconds: number): string {
  const near = relative(process.cwd(), dataDir);
  const folder = near === '' || near.startsWith('..') ? dataDir : near;
  const places = [
    ['Portal', urls.portal],
    ['API documentation', urls.docs],
    ['Temporal', urls.temporal],
  ].map(([what, url]) => `  ${what!.padEnd(18)} ${url}`);
  const width = Math.max(0, ...logins.map(({ email }) => email.length));
  const people = logins.map(
    ({ role, email, password, totp_secret: secret }) =>
      `  ${role.padEnd(18)} ${email.padEnd(width)}  ${password}${secret ? `  (one-time codes: ${secret})` : ''}`,
  );
  return [
    '',
    `Linewright is running (${seconds.toFixed(1)} s).`,
    '',
    ...places,
    ...(people.length > 0 ? ['', 'Sign in as', ...people] : []),
    '',
    `Addresses, logins and an API key are in ${folder}/demo.json, logs in ${folder}/logs. Ctrl-C stops everything.`,
    '',
  ].join('\n');
}
