import { expect, it } from 'vitest';
import { expectCleanEnd } from '../../support/clean-end.ts';
import type { Breakage } from '../../support/faulty-charging.ts';
import { askCharging, type JobFacts } from '../../support/job-facts.ts';
import type { JobSystem, Order } from '../../support/job-system.ts';

/** What goes wrong with each of six accounts; clean-ups meet the longer ones too. */
const breakages: Breakage[] = [
  { fault: 'cut', times: 3 },
  { fault: 'error', times: 3 },
  { fault: 'hang', times: 1 },
  { fault: 'trickle', times: 1 },
  { fault: 'lost', times: 2, on: /SetAccount|RemoveAccount/ },
  { fault: 'lost', times: 1, on: /Plan_Data/ },
];

/** Rows 6 and 7: the engine refuses, cuts, hangs, answers 500, trickles, or acts and its answer is lost. */
export function chargingFaults(system: () => JobSystem): void {
  let orders: Order[];

  it('that breaks in the middle of a job makes the job undo itself', async () => {
    system().charging.breakNext(...breakages.map((breakage) => ({ ...breakage })));
    orders = await Promise.all(breakages.map(() => system().order('mobile-5gb')));
    const jobs = await Promise.all(orders.map((order) => system().ended(order)));
    expect(jobs.map(({ uuid }) => system().charging.faultOf(uuid.slice(0, 8))).toSorted()).toEqual(breakages.map(({ fault }) => fault).toSorted());
    expect(jobs.map(({ phase }) => phase)).toEqual(breakages.map(() => 'failed'));
    for (const [index, job] of jobs.entries()) await expectCleanEnd(system(), job, orders[index]!);
  });

  it('credits each allowance once when the job is run again', async () => {
    const jobs = await Promise.all(orders.map((order) => runAgain(system(), order)));
    expect(jobs.map(({ phase, reason }) => reason ?? phase)).toEqual(breakages.map(() => 'succeeded'));
    for (const { services, charges } of jobs) {
      expect({ charges, allowances: await allowances(system(), services[0]!.service_uuid) }).toEqual({
        charges: 1,
        allowances: { Initial_Balance: 0, Plan_Data: 5 * 1024 ** 3, Plan_Voice: 250 * 60e9, Plan_SMS: 250 },
      });
    }
  });

  it('that refuses every connection is tried again until it is back, and the stock is released', async () => {
    await system().charging.refuse();
    const order = await system().order('mobile-5gb');
    for await (const { type, data } of system().events(order.provisionId)) {
      // The roll-back has met the dead engine, too.
      if (type === 'step' && data.kind === 'undo' && data.status === 'failed') break;
    }
    await system().charging.accept();
    const job = await system().ended(order);
    expect(job.phase).toBe('failed');
    await expectCleanEnd(system(), job, order);
  });
}

/** Runs a failed job once more and reads its stream from where its first run ended. */
async function runAgain(system: JobSystem, { provisionId }: Order): Promise<JobFacts> {
  const [last] = await system.facts.rows<{ seq: number }>(`select max(seq) as seq from live_event where channel = 'provision:' || $1::text`, [provisionId]);
  expect(await system.call('POST', `/crm/provision/provision_id/${provisionId}/retry`)).toMatchObject({ status: 200 });
  for await (const { type } of system.events(provisionId, String(last?.seq))) if (type === 'end') break;
  return system.facts.of(provisionId);
}

interface Account {
  BalanceMap: Record<string, { ID: string; Value: number }[]>;
}

/** Balances by their names; one that is there twice fails. */
async function allowances(system: JobSystem, account: string): Promise<Record<string, number>> {
  const found = await askCharging<Account>(system, 'APIerSv2.GetAccount', { Account: account });
  const balances = Object.values(found?.BalanceMap ?? {}).flat();
  expect(new Set(balances.map(({ ID }) => ID)).size).toBe(balances.length);
  return Object.fromEntries(balances.map(({ ID, Value }) => [ID, Value]));
}
