/** Reads a list in the spelling it was stored in: a JSON array, a Python list, or text with commas. */
export function readStoredList(text: string | null | undefined): string[] {
  return (text ?? '')
    .replace(/^\s*\[|\]\s*$/g, '')
    .split(',')
    .map((entry) => entry.trim().replace(/^(['"])(.*)\1$/, '$2'))
    .filter(Boolean);
}
