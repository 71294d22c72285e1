/** First day of a month such as 2026-11, UTC, so that no time zone moves it into another month. */
export const monthDate = (month: string): Date => new Date(`${month}-01T00:00:00Z`);

/** A month in words: `Nov` or `November 2026`. */
export function monthName(date: Date, length: 'short' | 'long'): string {
  const options: Intl.DateTimeFormatOptions =
    length === 'short' ? { month: 'short', timeZone: 'UTC' } : { month: 'long', year: 'numeric', timeZone: 'UTC' };
  return new Intl.DateTimeFormat('en-GB', options).format(date);
}
