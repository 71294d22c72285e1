/** Address of the page that shows all hits of a search. */
export function resultsLink(text: string, closed = false): string {
  const query = new URLSearchParams({ q: text.trim() });
  if (closed) query.set('closed', 'yes');
  return `/search?${query}`;
}
