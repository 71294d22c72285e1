const steps: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

/**
 * Moves the focus between the rows' first links with the arrow keys (or j and k), and selects the row under the
 * focus with x. Other keys, and keys typed into a control, are left alone.
 */
export function moveBetweenRows(event: KeyboardEvent, select: (key: number | string, on: boolean) => void): void {
  const target = event.target as HTMLElement;
  if (target.matches('input:not([type=checkbox]), select, textarea') || event.metaKey || event.ctrlKey || event.altKey)
    return;
  const row = target.closest<HTMLElement>('[data-row]');
  if (!row) return;
  if (event.key === 'x') {
    const box = row.querySelector<HTMLInputElement>('input[type=checkbox]');
    if (box) select(keyOf(row), !box.checked);
    return;
  }
  const step = steps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const next = step > 0 ? row.nextElementSibling : row.previousElementSibling;
  next?.querySelector<HTMLElement>('a[href], button')?.focus();
}

/** True when a click in a row meant something inside it: a link, a button, a control, or selecting text. */
export function startsOwnAction(event: MouseEvent): boolean {
  const target = event.target as HTMLElement;
  if (target.closest('a, button, input, select, textarea, label, [role=menuitem]')) return true;
  return (window.getSelection()?.toString().length ?? 0) > 0;
}

function keyOf(row: HTMLElement): number | string {
  const text = row.dataset.row ?? '';
  return /^\d+$/.test(text) ? Number(text) : text;
}
