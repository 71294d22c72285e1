const dateTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const dateOnly = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const relative = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' });

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
  ['month', 12],
  ['year', Number.POSITIVE_INFINITY],
];

/** Formats an instant as "3 Nov 2026, 14:05"; an absent one as an en dash. */
export function formatDateTime(value: string | null | undefined): string {
  return format(dateTime, value);
}

/** Formats an instant's day as "3 Nov 2026"; an absent one as an en dash. */
export function formatDate(value: string | null | undefined): string {
  return format(dateOnly, value);
}

/** Formats an instant's time of day as "14:05:09"; an absent one as an en dash. */
export function formatClock(value: string | null | undefined): string {
  return format(clock, value);
}

/** Says how far an instant is from `nowMs` in words: "in 3 days", "2 minutes ago". */
export function formatRelative(value: string, nowMs: number = Date.now()): string {
  let amount = (new Date(value).getTime() - nowMs) / 1000;
  for (const [unit, next] of steps) {
    if (Math.abs(amount) < next) return relative.format(Math.round(amount), unit);
    amount /= next;
  }
  return '';
}

/** Formats a span of milliseconds compactly: "840 ms", "3.4 s", "2 min 05 s". */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1000) return `${Math.max(0, Math.round(durationMs))} ms`;
  if (durationMs < 60_000) return `${(durationMs / 1000).toFixed(1)} s`;
  const minutes = Math.floor(durationMs / 60_000);
  const seconds = Math.round((durationMs % 60_000) / 1000);
  if (minutes < 60) return `${minutes} min ${String(seconds).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

function format(formatter: Intl.DateTimeFormat, value: string | null | undefined): string {
  if (!value) return '–';
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? '–' : formatter.format(date);
}

/** A message of the API in which instants, which it writes as ISO 8601, are told by the reader's own clock. */
export const withReadableInstants = (message: string): string =>
  message.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (instant) => formatDateTime(instant));
