import type { BalanceBucket } from '#lib/api/services-service.ts';
import { formatMoney } from './money.ts';

/** Kinds of balance that people know; others are shown under their own name. */
export type BalanceKind = 'DATA' | 'DATA_DONGLE' | 'VOICE' | 'SMS' | 'MONETARY';

const gibibyte = 1024 ** 3;
const mebibyte = 1024 ** 2;
const minuteS = 60;

/** Names of the kinds, in the order they are shown. */
export const balanceLabels: Record<BalanceKind, string> = {
  DATA: 'Data',
  DATA_DONGLE: 'Data',
  VOICE: 'Voice',
  SMS: 'SMS',
  MONETARY: 'Credit',
};

/** Formats an amount of a balance as the API carries it: bytes, seconds, messages, or the currency (chapter 24). */
export function formatBalance(kind: BalanceKind, value: number): string {
  switch (kind) {
    case 'DATA':
    case 'DATA_DONGLE':
      return value >= gibibyte || value === 0 ? `${round(value / gibibyte)} GB` : `${round(value / mebibyte)} MB`;
    case 'VOICE':
      return `${round(value / minuteS)} min`;
    case 'SMS':
      return `${round(value)} SMS`;
    case 'MONETARY':
      return formatMoney(value);
  }
}

/** One kind of balance with its buckets, the first to be used first. */
export interface BalanceSummary {
  kind: BalanceKind;
  label: string;
  /** Sum of what can still be used. */
  value: number;
  /** The nearest end of a bucket that still holds something. */
  expires: string | null;
  unlimited: boolean;
  buckets: BalanceBucket[];
}

/** Groups an account's balances by kind, leaving out those nobody knows a unit for. */
export function summariseBalances(map: Record<string, BalanceBucket[]> | null | undefined): BalanceSummary[] {
  return (Object.keys(balanceLabels) as BalanceKind[]).flatMap((kind) => {
    const buckets = map?.[kind] ?? [];
    if (buckets.length === 0) return [];
    const usable = buckets.filter((bucket) => !isExpired(bucket) && !bucket.Disabled);
    const ends = usable.filter((bucket) => bucket.Value > 0).flatMap((bucket) => bucket.ExpirationDate ?? []);
    return {
      kind,
      label: balanceLabels[kind],
      value: usable.reduce((sum, bucket) => sum + bucket.Value, 0),
      expires: ends.sort()[0] ?? null,
      unlimited: usable.some((bucket) => isUnlimited(kind, bucket)),
      buckets,
    };
  });
}

// What plays give where a plan has no limit: nobody speaks for 30 years or uses a hundred terabytes.
const unlimitedFrom: Record<BalanceKind, number> = {
  DATA: 100 * 1024 ** 4,
  DATA_DONGLE: 100 * 1024 ** 4,
  VOICE: 999_999_000,
  SMS: 999_999_000,
  MONETARY: Number.POSITIVE_INFINITY,
};

/** True for a bucket that stands for unlimited use, which the charging system knows by a large number only. */
export function isUnlimited(kind: BalanceKind, bucket: BalanceBucket): boolean {
  return /unlimited/i.test(bucket.ID) || bucket.Value >= unlimitedFrom[kind];
}

/** True when the bucket can no longer be used. */
export function isExpired(bucket: BalanceBucket, nowMs: number = Date.now()): boolean {
  return bucket.ExpirationDate !== null && new Date(bucket.ExpirationDate).getTime() < nowMs;
}

function round(value: number): string {
  return new Intl.NumberFormat('en-GB', { maximumFractionDigits: value < 10 ? 2 : 1 }).format(value);
}
