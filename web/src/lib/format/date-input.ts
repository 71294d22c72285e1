/** Turns an ISO instant into the text a `datetime-local` or `date` input holds, in the person's time zone. */
export function toLocalInput(iso: string | null, dateOnly: boolean): string {
  if (!iso) return '';
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString();
  return dateOnly ? local.slice(0, 10) : local.slice(0, 16);
}

/** Turns the text of such an input into an ISO instant, or null when it is empty. */
export function fromLocalInput(text: string): string | null {
  if (!text) return null;
  const date = new Date(text.length === 10 ? `${text}T00:00` : text);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
