/** Marks the links that the arrow keys go through. */
export const resultAttribute = 'data-result';

interface ResultKeys {
  /** The page of results to be shown next: −1 the one before, 1 the one after. */
  turn: (step: -1 | 1) => void;
}

/** Arrow keys on the page of results: up and down through the hits, left and right through the pages; other fields keep theirs. */
export function onResultKey(event: KeyboardEvent, { turn }: ResultKeys): void {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const from = event.target instanceof HTMLElement ? event.target : document.body;
  const isField = from instanceof HTMLInputElement && from.type === 'search';
  const isResult = from.hasAttribute(resultAttribute);
  const isPage = from === document.body || from.id === 'main';
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    if (isField || isResult || isPage) moveFocus(event, from);
  } else if ((event.key === 'ArrowLeft' || event.key === 'ArrowRight') && (isResult || isPage)) {
    event.preventDefault();
    turn(event.key === 'ArrowLeft' ? -1 : 1);
  }
}

function moveFocus(event: KeyboardEvent, from: HTMLElement): void {
  const results = [...document.querySelectorAll<HTMLElement>(`#main [${resultAttribute}]`)];
  if (results.length === 0) return;
  const at = results.indexOf(from);
  if (at < 0 && event.key === 'ArrowUp') return;
  event.preventDefault();
  // Above the first hit is the field that the search is typed into.
  const field = document.querySelector<HTMLElement>('#main input[type=search]');
  const next = event.key === 'ArrowDown' ? (results[at + 1] ?? from) : (results[at - 1] ?? field);
  next?.focus();
}
