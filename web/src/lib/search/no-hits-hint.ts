/** What to try when nothing was found. One and two letters are looked for where words begin, as the API does. */
export function noHitsHint(search: string): string {
  const words = search.trim().split(/\s+/);
  return words.some((word) => /^\p{L}{1,2}$/u.test(word))
    ? 'Two letters are looked for at the beginning of words only: add a third.'
    : 'Try part of a name, fewer words, or a number in any notation.';
}
