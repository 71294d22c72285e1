const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** Beyond this many days a date says more than a distance. */
const farDays = 60;

/** An instant to come as seen from `now`: “in 20 minutes”, “tomorrow”, “in 11 days”, beyond two months the date (UTC). */
export function relativeTime(instant: Date, { locale, now }: { locale: string; now: Date }): string {
  const distance = instant.getTime() - now.getTime();
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (Math.abs(distance) < hourMs) return words.format(Math.round(distance / minuteMs), 'minute');
  if (Math.abs(distance) < dayMs) return words.format(Math.round(distance / hourMs), 'hour');
  const days = Math.round(distance / dayMs);
  if (Math.abs(days) <= farDays) return words.format(days, 'day');
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(instant);
}
