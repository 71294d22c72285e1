/** How long a page may take to show its rows, milliseconds. */
const patienceMs = 10_000;

/** Scrolls to the table row with that key once the page shows it, and lights it up for a moment. */
export function revealRow(key: string): void {
  const find = (): HTMLElement | null => document.querySelector<HTMLElement>(`#main [data-row="${CSS.escape(key)}"]`);
  const row = find();
  if (row) return light(row);
  const observer = new MutationObserver(() => {
    const found = find();
    if (!found) return;
    stop();
    light(found);
  });
  const stop = (): void => {
    observer.disconnect();
    clearTimeout(timer);
  };
  const timer = setTimeout(stop, patienceMs);
  observer.observe(document.body, { childList: true, subtree: true });
}

function light(row: HTMLElement): void {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  row.scrollIntoView({ block: 'center', behavior: still ? 'instant' : 'smooth' });
  row.setAttribute('data-revealed', '');
  row.animate(
    [
      { backgroundColor: 'var(--brand-soft)' },
      { backgroundColor: 'var(--brand-soft)', offset: 0.6 },
      { backgroundColor: 'transparent' },
    ],
    {
      duration: 2600,
      easing: 'ease-out',
    },
  );
}
