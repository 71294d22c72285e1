/** From how many rows on a total is worth remembering: counting fewer takes no time. */
const bigTotal = 50_000;
const lifeMs = 10_000;
const maxKept = 500;

const kept = new Map<string, { total: number; untilMs: number }>();

/** The total of a list that was counted moments ago, when it is so big that its last digits change while it is read. */
export function knownTotal(list: string): number | undefined {
  const known = kept.get(list);
  return known !== undefined && known.untilMs > Date.now() ? known.total : undefined;
}

/** Remembers a big total for a moment; `list` says which, conditions and their values included. */
export function rememberTotal(list: string, total: number): void {
  if (total < bigTotal) return;
  if (kept.size >= maxKept) kept.clear();
  kept.set(list, { total, untilMs: Date.now() + lifeMs });
}
