import type { EntityManager } from '@mikro-orm/postgresql';
import type { ChargingEngine } from '../charging/charging-engine.ts';
import type { Ctx } from '../context.ts';
import { accountClues } from './account-clues.ts';
import { ownedByOthers } from './charging-names.ts';
import { findJob } from './find-job.ts';

/** Something that carries a job's number; `id` is a number, or an account's name. */
export interface Trace {
  kind: 'service' | 'transaction' | 'inventory' | 'charging_account';
  id: number | string;
  label: string;
  /** What a transaction charges the customer, in the operator's currency. */
  amount?: number | undefined;
}

/** What a job made, or what is left of one that failed: an empty `remains` of a failed job proves that nothing is. */
export interface JobOutcome {
  provision_id: number;
  provisioning_status: number;
  made: Trace[];
  remains: Trace[];
  /** False when the charging system did not answer, so that its accounts are not known. */
  charging_checked: boolean;
}

/** Everything in the CRM that carries the job's number: what it made, or what is left of it. */
export async function crmTraces(em: EntityManager, provisionId: number): Promise<Trace[]> {
  const rows = await em.execute<(Omit<Trace, 'amount'> & { amount: string | null })[]>(
    `select 'service' as kind, to_json(service_id) as id, service_name || ' (' || service_status || ')' as label, null::numeric as amount from service where provision_id = ?
     union all select 'transaction', to_json(transaction_id), title, retail_cost from customer_transaction where provision_id = ? and not void
     union all select 'inventory', to_json(inventory_id), item || ' ' || coalesce(itemtext1, '') || ' (' || item_state || ')', null from inventory where ? in (reserved_provision_id, assigned_provision_id)`,
    [provisionId, provisionId, provisionId],
  );
  return rows.map(({ amount, ...trace }) => (amount === null ? trace : { ...trace, amount: Number(amount) }));
}

/** How long the charging system may take while somebody waits, milliseconds. */
const patienceMs = 2000;

/** Looks up, now, what a job made or left behind in the CRM and the charging system; throws `not_found`. */
export async function jobOutcome(ctx: Ctx, provisionId: number, { secret, engine }: { secret: string; engine: ChargingEngine }): Promise<JobOutcome> {
  const job = await findJob(ctx, provisionId);
  const clues = await accountClues(ctx.em, secret, provisionId);
  const others = job.action === 'deprovision' ? new Set<string>() : await ownedByOthers(ctx.em, provisionId, clues?.candidates ?? []);
  const accounts = await existing(
    engine,
    (clues?.candidates ?? []).filter((name) => !others.has(name)),
  );
  const traces = [...(await crmTraces(ctx.em, provisionId)), ...(accounts ?? []).map((id): Trace => ({ kind: 'charging_account', id, label: id }))];
  const succeeded = job.provisioning_status === 0;
  const failed = job.provisioning_status === 2;
  return {
    provision_id: provisionId,
    provisioning_status: job.provisioning_status,
    // A job that ends a service makes nothing; its account is what may be left.
    made: succeeded && job.action !== 'deprovision' ? traces : [],
    remains: failed || job.action === 'deprovision' ? traces : [],
    charging_checked: accounts !== undefined,
  };
}

async function existing(engine: ChargingEngine, names: readonly string[]): Promise<string[] | undefined> {
  const signal = AbortSignal.timeout(patienceMs);
  try {
    const found = await Promise.all(names.map(async (name) => ((await engine.account(name, signal)) === null ? [] : [name])));
    return found.flat();
  } catch {
    return undefined;
  }
}
