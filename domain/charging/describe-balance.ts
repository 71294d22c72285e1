import { Big } from 'big.js';
import { relativeTime } from './relative-time.ts';

/** How amounts and dates are written for people. */
export interface BalanceFormat {
  /** BCP 47, e.g. en-GB. */
  locale: string;
  /** ISO 4217, e.g. GBP. */
  currency: string;
  now: Date;
}

const nanosecondsPerSecond = 1_000_000_000;

/** A value in the unit of the contract (chapter 17): voice from nanoseconds to seconds, money from hundredths to the currency, the rest as it is. */
export function shownValue(type: string, value: number): number {
  if (type === 'VOICE') return new Big(value).div(nanosecondsPerSecond).round(3).toNumber();
  if (type === 'MONETARY') return new Big(value).div(100).round(2).toNumber();
  return value;
}

const typeNames: Record<string, string> = { DATA: 'Data', DATA_DONGLE: 'Data', VOICE: 'Voice', SMS: 'SMS', MONETARY: 'Credit' };

/** A balance's id as words: `DATA_10GB` → Data 10GB; without a telling id, the name of its type. */
export function nameOf(type: string, id: string): string {
  const telling = id !== '' && id !== '*default' && !/^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(id);
  if (!telling) return typeNames[type] ?? type;
  return id
    .replace(/^\*/, '')
    .split(/[_\s]+/)
    .filter((word) => word !== '')
    .map(capitalised)
    .join(' ');
}

const capitalised = (word: string): string =>
  /\d/.test(word) || /^(SMS|GB|MB|PAYG)$/i.test(word) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();

/** What is left, in words: “5 GB remaining”, “60 minutes remaining”, “£25.50 credit”. */
export function describeBalance(type: string, id: string, value: number, { locale, currency }: BalanceFormat): string {
  const number = (amount: number, digits = 2): string => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(amount);
  const unlimited = /unlimited/i.test(id);
  switch (type) {
    case 'DATA':
    case 'DATA_DONGLE':
      return unlimited ? 'Unlimited data' : `${bytes(value, number)} remaining`;
    case 'VOICE':
      return unlimited ? 'Unlimited minutes' : `${duration(shownValue(type, value), number)} remaining`;
    case 'SMS':
      return unlimited ? 'Unlimited SMS' : `${number(value, 0)} SMS remaining`;
    case 'MONETARY':
      return `${new Intl.NumberFormat(locale, { style: 'currency', currency }).format(shownValue(type, value))} credit`;
    default:
      return `${number(value)} remaining`;
  }
}

/** When a balance ends, in words; undefined means never. */
export function expiry(instant: Date | undefined, format: BalanceFormat): string {
  if (instant === undefined) return 'never';
  if (instant > format.now) return relativeTime(instant, format);
  return `expired on ${new Intl.DateTimeFormat(format.locale, { dateStyle: 'long', timeZone: 'UTC' }).format(instant)}`;
}

const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];

function bytes(value: number, number: (amount: number) => string): string {
  const step = value < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10));
  return `${number(value / 1024 ** step)} ${units[step]}`;
}

function duration(seconds: number, number: (amount: number, digits?: number) => string): string {
  if (seconds > 0 && seconds < 60) return `${number(seconds, 0)} ${Math.round(seconds) === 1 ? 'second' : 'seconds'}`;
  const minutes = Math.floor(seconds / 60);
  return `${number(minutes, 0)} ${minutes === 1 ? 'minute' : 'minutes'}`;
}
