import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { serverSentEvents } from '../support/server-sent-events.ts';
import type { System } from '../support/system.ts';
import { type BenchRow, elapsedMs, median, quantile, row } from './measure.ts';

const rounds = 5;

/** A finished job as the bench sees it. */
interface Job {
  provisionId: number;
  totalMs: number;
  /** For each task event: milliseconds from the play's clock to its arrival here. */
  latenciesMs: number[];
}

/** Whole jobs against plain `ansible-playbook` on the same play, and how fast a task's event reaches the browser. */
export async function benchJobs(system: System, mode: 'warm' | 'stock', stockPlayMs: number): Promise<BenchRow[]> {
  const jobs: Job[] = [];
  for (let round = 0; round <= rounds; round += 1) jobs.push(await runJob(system));
  const counted = jobs.slice(1);
  const totalMs = median(counted.map((job) => job.totalMs));
  const p95 = quantile(
    counted.flatMap((job) => job.latenciesMs),
    0.95,
  );
  return [
    row(`provisioning job, ${mode} runner`, `${totalMs.toFixed(0)} ms`, `ansible-playbook ${stockPlayMs.toFixed(0)} ms`, totalMs / stockPlayMs, {
      atMost: mode === 'warm' ? 0.4 : 1.1,
    }),
    row(`task event to browser, ${mode} runner, p95 ms`, `${p95.toFixed(0)} ms`, '–', p95, { atMost: 100 }),
  ];
}

async function runJob(system: System): Promise<Job> {
  const latenciesMs: number[] = [];
  let provisionId = 0;
  const totalMs = await elapsedMs(async () => {
    provisionId = await order(system);
    const url = `${system.demo.urls.api}/crm/provision/provision_id/${provisionId}/stream`;
    for await (const { type, data } of serverSentEvents(url, { 'x-api-key': system.demo.api_key ?? '' })) {
      if (type === 'event') latenciesMs.push(Math.max(0, Date.now() - Date.parse(data.timestamp)));
      if (type === 'status' && data.provisioning_status === 2) throw new Error(`job ${provisionId} failed: ${data.reason}`);
    }
  });
  return { provisionId, totalMs, latenciesMs };
}

async function order(system: System): Promise<number> {
  const { body: products } = await system.call<{ product_id: number; provisioning_play: string }[]>('GET', '/crm/product/');
  const { body: customers } = await system.call<{ data: { customer_id: number }[] }>('GET', '/crm/customers?per_page=1');
  const product = products.find(({ provisioning_play }) => provisioning_play === 'play_simple_service');
  const { status, body } = await system.call<{ provision_id: number }>('PUT', '/crm/provision/', {
    product_id: product?.product_id,
    customer_id: customers.data[0]?.customer_id,
  });
  if (status !== 200) throw new Error(`the order was answered ${status}: ${JSON.stringify(body)}`);
  return body.provision_id;
}

/** Median wall-clock milliseconds of a command, started afresh each time. */
export async function commandMs(argv: string[], options: { cwd: string; env: Record<string, string> }): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    times.push(
      await elapsedMs(async () => {
        const [command = '', ...rest] = argv;
        const child = spawn(command, rest, { cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: 'ignore' });
        const [code] = (await once(child, 'exit')) as [number | null];
        if (code !== 0) throw new Error(`${command} ended with ${code}`);
      }),
    );
  }
  return median(times);
}
