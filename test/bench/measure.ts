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

/** Bound of a goal. */
export type Limit = { atLeast: number } | { atMost: number } | { exactly: number };

/** Builds a row whose figure must keep to `limit`. */
export function row(what: string, measured: string, reference: string, figure: number, limit: Limit): BenchRow {
  const made = { what, measured, reference, figure };
  if ('atLeast' in limit) return { ...made, goal: `≥ ${limit.atLeast}`, met: figure >= limit.atLeast };
  if ('atMost' in limit) return { ...made, goal: `≤ ${limit.atMost}`, met: figure <= limit.atMost };
  return { ...made, goal: `= ${limit.exactly}`, met: figure === limit.exactly };
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

/** Measures both in turn, the order changing each round so that neither is always second, and answers the pair with the middle ratio. */
export async function medianPair(rounds: number, measured: () => Promise<number>, reference: () => Promise<number>): Promise<[number, number]> {
  const pairs: [number, number][] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) {
      const first = await measured();
      pairs.push([first, await reference()]);
    } else {
      const first = await reference();
      pairs.push([await measured(), first]);
    }
  }
  const sorted = pairs.toSorted((a, b) => a[0] / a[1] - b[0] / b[1]);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? [Number.NaN, Number.NaN];
}

/** The table as GitHub Markdown. */
export function table(rows: readonly BenchRow[]): string {
  const lines = rows.map(
    ({ what, measured, reference, figure, goal, met }) => `| ${what} | ${measured} | ${reference} | ${shownFigure(figure)} | ${goal} | ${met ? 'yes' : 'no'} |`,
  );
  return ['| what | measured | reference | figure | goal | met |', '|---|---|---|---|---|---|', ...lines, ''].join('\n');
}

const shownFigure = (figure: number): string => (Math.abs(figure) < 0.1 && figure !== 0 ? figure.toPrecision(2) : figure.toFixed(2));
