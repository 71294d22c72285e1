import { invalid } from '../errors.ts';

/** Six hex digits in capitals from #ffd700, FFD700 or the short #fd0; undefined when it is no colour. */
export function hexColour(text: string): string | undefined {
  const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim())?.[1];
  if (digits === undefined) return undefined;
  const full = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits;
  return full.toUpperCase();
}

/** True for an address that a browser opens as a page; `javascript:` and the like would run as the member of staff. */
export function isWebAddress(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
  return ['http:', 'https:'].includes(new URL(text).protocol);
}

/** Throws `validation` when a tag would end before it starts. */
export function demandTagDates({ tag_active_date: from, tag_deactivate_date: until }: { tag_active_date: Date; tag_deactivate_date: Date }): void {
  if (until <= from) throw invalid('tag_deactivate_date', 'The tag must end after it starts.');
}
