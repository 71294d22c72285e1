import { readdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type BenchRow, table } from '../test/bench/measure.ts';
import { type Bench, World } from '../test/bench/world.ts';

// `npm run bench [names…]`: measures every goal of test/bench/ against its reference and, when all ran, writes docs/measurements.md.
const folder = new URL('../test/bench/', import.meta.url);
const wanted = process.argv.slice(2);
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.bench.ts'))
  .filter((name) => wanted.length === 0 || wanted.some((word) => name.startsWith(word)))
  .sort();
if (files.length === 0) throw new Error(`No bench is called ${wanted.join(', ')}.`);

const world = new World();
// start.mjs's counterpart holds the other end of this pipe; when it goes, what was started must go too.
if (process.env['LINEWRIGHT_LIFELINE'] !== undefined) process.stdin.on('close', () => void stop(1)).resume();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(130));

const sections: { title: string; rows: BenchRow[] }[] = [];
const broken: string[] = [];
for (const file of files) {
  const { bench } = (await import(new URL(file, folder).href)) as { bench: Bench };
  console.log(`\n▸ ${bench.title}`);
  try {
    const rows = await bench.run(world);
    console.log(table(rows));
    sections.push({ title: bench.title, rows });
  } catch (error) {
    console.error(error);
    broken.push(bench.title);
  }
}
const missed = sections.flatMap(({ rows }) => rows).filter(({ met }) => !met);
if (wanted.length === 0 && broken.length === 0) writeFileSync(fileURLToPath(new URL('../docs/measurements.md', import.meta.url)), page());
console.log(
  `${sections.flatMap(({ rows }) => rows).length} goals, ${missed.length} missed${broken.length > 0 ? `; could not measure: ${broken.join(', ')}` : ''}`,
);
await stop(missed.length + broken.length > 0 ? 1 : 0);

function page(): string {
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'CPU'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`;
  const intro = `Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)} (${machine}). Each figure is measured against a
reference of the same run, in turns, because absolute times say little about another machine; “met” compares the figure with the goal.`;
  return [`# Measurements`, intro, ...sections.map(({ title, rows }) => `## ${title}\n\n${table(rows)}`)].join('\n\n').trimEnd() + '\n';
}

async function stop(code: number): Promise<void> {
  await world.end();
  process.exit(code);
}
