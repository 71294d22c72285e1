import Bowser from 'bowser';

/** What people call the program behind a User-Agent header, e.g. “Chrome on Windows”; undefined when it does not say. */
export function deviceName(userAgent: string | undefined | null): string | undefined {
  if (userAgent === undefined || userAgent === null || userAgent.trim() === '') return undefined;
  const { browser, os } = Bowser.parse(userAgent);
  if (browser.name === undefined || browser.name === '') return userAgent.split(/[\s/]/)[0]?.slice(0, 40);
  return os.name === undefined || os.name === '' ? browser.name : `${browser.name} on ${os.name}`;
}
