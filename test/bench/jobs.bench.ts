import { rm } from 'node:fs/promises';
import { serverSentEvents } from '../support/server-sent-events.ts';
import type { System } from '../support/system.ts';
import { type BenchRow, elapsedMs, median, quantile, row } from './measure.ts';
import { plainPlayMs, type PlainPlay, preparePlainPlay } from './plain-play.ts';
import type { Bench, World } from './world.ts';

const rounds = 9;
const play = 'play_simple_service';

/** Whole jobs, request to finished, against plain `ansible-playbook` on the same play; and how fast a task's event reaches the browser. */
export const bench: Bench = { title: 'Provisioning jobs', run: benchJobs };

/** A finished job as the bench sees it. */
interface Job {
  totalMs: number;
  /** For each task event: milliseconds from the play's clock to its arrival here. */
  latenciesMs: number[];
}

async function benchJobs(world: World): Promise<BenchRow[]> {
  const warm = await world.system();
  const stock = await world.stockRunnerSystem();
  const plain: PlainPlay = await preparePlainPlay(world, play);
  const plainMs: number[] = [];
  const jobs: Record<'warm' | 'stock', Job[]> = { warm: [], stock: [] };
  const turns = [
    async () => void plainMs.push(await plainPlayMs(plain)),
    async () => void jobs.warm.push(await runJob(warm)),
    async () => void jobs.stock.push(await runJob(stock)),
  ];
  for (let round = 0; round <= rounds; round += 1) {
    // Each goes first in turn, so that what a job leaves to be done after its end falls on all alike.
    for (let turn = 0; turn < turns.length; turn += 1) await turns[(round + turn) % turns.length]?.();
  }
  await rm(plain.runDirectory, { recursive: true });
  // The first round of each paid for what is read once.
  const reference = median(plainMs.slice(1));
  return [...rowsOf('warm', jobs.warm.slice(1), reference, 0.4), ...rowsOf('stock', jobs.stock.slice(1), reference, 1.1)];
}

function rowsOf(runner: string, jobs: Job[], referenceMs: number, goal: number): BenchRow[] {
  const totalMs = median(jobs.map((job) => job.totalMs));
  const p95 = quantile(
    jobs.flatMap((job) => job.latenciesMs),
    0.95,
  );
  return [
    row(`provisioning job, ${runner} runner`, `${totalMs.toFixed(0)} ms`, `\`ansible-playbook\` ${referenceMs.toFixed(0)} ms`, totalMs / referenceMs, {
      atMost: goal,
    }),
    row(`task event to browser, ${runner} runner, p95 ms`, `${p95.toFixed(0)} ms`, '–', p95, { atMost: 100 }),
  ];
}

/** Orders and follows the job through the portal, as a browser does. */
async function runJob({ demo, call }: System): Promise<Job> {
  const order = await orderOf(call);
  const latenciesMs: number[] = [];
  const totalMs = await elapsedMs(async () => {
    const { status, body } = await call<{ provision_id: number }>('PUT', '/crm/provision/', order);
    if (status !== 200) throw new Error(`the order was answered ${status}: ${JSON.stringify(body)}`);
    const url = `${demo.urls.portal}/crm/provision/provision_id/${body.provision_id}/stream`;
    for await (const { type, data } of serverSentEvents(url, { 'x-api-key': demo.api_key ?? '' })) {
      // An event carries when its task began; one that tells its end happened that much later.
      if (type === 'event') latenciesMs.push(Math.max(0, Date.now() - Date.parse(data.timestamp) - (data.duration_ms ?? 0)));
      if (type === 'status' && data.provisioning_status === 2) throw new Error(`job ${body.provision_id} failed: ${data.reason}`);
    }
  });
  return { totalMs, latenciesMs };
}

async function orderOf(call: System['call']): Promise<{ product_id: number | undefined; customer_id: number | undefined }> {
  const { body: products } = await call<{ product_id: number; provisioning_play: string }[]>('GET', '/crm/product/');
  const { body: customers } = await call<{ data: { customer_id: number }[] }>('GET', '/crm/customers?per_page=1');
  return { product_id: products.find(({ provisioning_play }) => provisioning_play === play)?.product_id, customer_id: customers.data[0]?.customer_id };
}
