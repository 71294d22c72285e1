const words = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

/** An instant at which an offer begins or ends, for people: “1 January 2026 at 00:00 UTC”. */
export const offerTime = (instant: Date): string => `${words.format(instant)} UTC`;
