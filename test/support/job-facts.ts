import pg from 'pg';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { System } from './system.ts';

/** What a finished job left in every system; read past the API, from the systems themselves. */
export interface JobFacts {
  status: number;
  phase: string;
  reason: string | null;
  services: { service_id: number; service_uuid: string }[];
  /** Charging accounts that carry the job's uuid. */
  accounts: string[];
  /** Items reserved for or assigned by the job. */
  items: { inventory_id: number; item_state: string; customer_id: number | null; service_id: number | null; reserved: boolean }[];
  /** Charges of the job that are not void. */
  charges: number;
}

/** Opens a reader of the system's database and charging engine. */
export async function openFacts(
  system: System,
): Promise<{ of(provisionId: number): Promise<JobFacts>; itemStates(ids: number[]): Promise<string[]>; query: pg.Client['query']; close(): Promise<void> }> {
  const config = parse(readFileSync(join(system.dataDir, 'crm_config.yaml'), 'utf8')) as { database: { url: string }; ocs: { ocsTenant: string } };
  const db = new pg.Client({ connectionString: config.database.url });
  await db.connect();
  const rows = async <T>(sql: string, values: unknown[]): Promise<T[]> => (await db.query(sql, values)).rows as T[];
  return {
    async of(provisionId) {
      const [job] = await rows<{ provisioning_status: number; phase: string; reason: string | null; uuid: string }>(
        'select provisioning_status, phase, reason, uuid from provision where provision_id = $1',
        [provisionId],
      );
      if (job === undefined) throw new Error(`no job ${provisionId}`);
      const [charge] = await rows<{ count: string }>('select count(*) from customer_transaction where provision_id = $1 and not void', [provisionId]);
      return {
        status: job.provisioning_status,
        phase: job.phase,
        reason: job.reason,
        services: await rows('select service_id, service_uuid from service where provision_id = $1', [provisionId]),
        accounts: (await chargingAccounts(system, config.ocs.ocsTenant)).filter((id) => id.includes(job.uuid.slice(0, 8))),
        items: await rows(
          `select inventory_id, item_state, customer_id, service_id, reserved_provision_id is not null as reserved
             from inventory where reserved_provision_id = $1 or assigned_provision_id = $1`,
          [provisionId],
        ),
        charges: Number(charge?.count ?? 0),
      };
    },
    itemStates: async (ids) =>
      (
        await rows<{ state: string }>(
          `select item_state || case when customer_id is null and service_id is null and reserved_provision_id is null then '' else ' (held)' end as state from inventory where inventory_id = any($1) order by inventory_id`,
          [ids],
        )
      ).map(({ state }) => state),
    query: db.query.bind(db) as pg.Client['query'],
    close: () => db.end(),
  };
}

/** Names of all accounts of the charging engine's tenant. */
export async function chargingAccounts(system: System, tenant: string): Promise<string[]> {
  const response = await fetch(`http://127.0.0.1:${system.port('cgratesHttp')}/jsonrpc`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: 1, method: 'APIerSv2.GetAccounts', params: [{ Tenant: tenant }] }),
  });
  const { result, error } = (await response.json()) as { result: { ID: string }[] | null; error: string | null };
  if (error !== null && !error.includes('NOT_FOUND')) throw new Error(error);
  return (result ?? []).map(({ ID }) => ID.split(':').at(-1) ?? ID);
}
