import type { BalanceBucket } from '#lib/api/services-service.ts';
import { formatMoney } from './money.ts';

/** Kinds of balance that people know; others are shown under their own name. */
export type BalanceKind = 'data' | 'voice' | 'sms' | 'monetary';

const gibibyte = 1024 ** 3;
const mebibyte = 1024 ** 2;
const minuteNs = 60e9;

/** Names of the kinds, in the order they are shown. */
export const balanceLabels: Record<BalanceKind, string> = {
  data: 'Data',
  voice: 'Voice',
  sms: 'SMS',
  monetary: 'Credit',
};

/** Formats an amount of a balance: bytes, nanoseconds, messages or cents (chapter 24). */
export function formatBalance(kind: BalanceKind, value: number): string {
  switch (kind) {
    case 'data':
      return value >= gibibyte || value === 0 ? `${round(value / gibibyte)} GB` : `${round(value / mebibyte)} MB`;
    case 'voice':
      return `${round(value / minuteNs)} min`;
    case 'sms':
      return `${round(value)} SMS`;
    case 'monetary':
      return formatMoney(value / 100);
  }
}

/** One kind of balance with its buckets, the first to be used first. */
export interface BalanceSummary {
  kind: BalanceKind;
  label: string;
  value: number;
  /** What the buckets held when full, when the charging system tells it for all of them. */
  initial: number | null;
  expires: string | null;
  buckets: BalanceBucket[];
}

/** Groups an account's balances by kind, leaving out those nobody knows a unit for. */
export function summariseBalances(map: Record<string, BalanceBucket[]> | null | undefined): BalanceSummary[] {
  return (Object.keys(balanceLabels) as BalanceKind[]).flatMap((kind) => {
    const buckets = [...(map?.[`*${kind}`] ?? [])].sort((a, b) => (b.Weight ?? 0) - (a.Weight ?? 0));
    if (buckets.length === 0) return [];
    const current = buckets.filter((bucket) => !isExpired(bucket));
    const initials = current.map((bucket) => bucket.custom_Initial_Value ?? null);
    return {
      kind,
      label: balanceLabels[kind],
      value: current.reduce((sum, bucket) => sum + bucket.Value, 0),
      initial: initials.length > 0 && initials.every((value) => value !== null) ? sum(initials as number[]) : null,
      expires:
        current
          .map(expiryOf)
          .filter((date) => date !== null)
          .sort()[0] ?? null,
      buckets,
    };
  });
}

/** When a bucket ends, as an ISO instant; null when it never does (CGRateS writes year 1 for that). */
export function expiryOf(bucket: BalanceBucket): string | null {
  const date = bucket.ExpirationDate ?? bucket.ExpiryTime;
  return date && !date.startsWith('0001') ? date : null;
}

/** True when the bucket can no longer be used. */
export function isExpired(bucket: BalanceBucket, nowMs: number = Date.now()): boolean {
  const expires = expiryOf(bucket);
  return expires !== null && new Date(expires).getTime() < nowMs;
}

/** Colour of a remaining share: above half, above a fifth, below (chapter 24). */
export function toneOfShare(share: number): 'success' | 'warning' | 'danger' {
  if (share > 0.5) return 'success';
  return share >= 0.2 ? 'warning' : 'danger';
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function round(value: number): string {
  return new Intl.NumberFormat('en-GB', { maximumFractionDigits: value < 10 ? 2 : 1 }).format(value);
}
