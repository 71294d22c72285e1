/** One line of the bench's table. */
export interface BenchRow {
  what: string;
  measured: string;
  reference: string;
  /** The figure that counts, e.g. measured ÷ reference. */
  figure: number;
  goal: string;
  met: boolean;
}

/** Builds a row whose figure must be at least, or at most, `limit`. */
export function row(what: string, measured: string, reference: string, figure: number, limit: { atLeast: number } | { atMost: number }): BenchRow {
  const least = 'atLeast' in limit;
  const bound = least ? limit.atLeast : limit.atMost;
  return { what, measured, reference, figure, goal: `${least ? '≥' : '≤'} ${bound}`, met: least ? figure >= bound : figure <= bound };
}

/** Operations per second of `work`, run by `clients` at once until `operations` are done. */
export async function throughput(clients: number, operations: number, work: (operation: number) => Promise<unknown>): Promise<number> {
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < operations) await work(next++);
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  return operations / ((performance.now() - started) / 1000);
}

/** Wall-clock milliseconds of one run. */
export async function elapsedMs(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** The q-quantile (0 to 1) of the values, nearest rank. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN;
}

/** Middle value; quoted because single runs on a shared machine mean little. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** The table as GitHub Markdown. */
export function table(rows: readonly BenchRow[]): string {
  const lines = rows.map(
    ({ what, measured, reference, figure, goal, met }) => `| ${what} | ${measured} | ${reference} | ${figure.toFixed(2)} | ${goal} | ${met ? 'yes' : 'no'} |`,
  );
  return ['| what | measured | reference | figure | goal | met |', '|---|---|---|---|---|---|', ...lines, ''].join('\n');
}
