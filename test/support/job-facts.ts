import pg from 'pg';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { RunningSystem } from './system.ts';

/** What a finished job left in every system; read past the API, from the systems themselves. */
export interface JobFacts {
  status: number;
  phase: string;
  reason: string | null;
  uuid: string;
  services: { service_id: number; service_uuid: string }[];
  /** Charging accounts that carry the job's uuid. */
  accounts: string[];
  /** Items reserved for or assigned by the job. */
  items: { inventory_id: number; item_state: string; customer_id: number | null; service_id: number | null; reserved: boolean }[];
  /** Charges of the job that are not void. */
  charges: number;
}

/** A reader of a system's database and charging engine. */
export interface Facts {
  of(provisionId: number): Promise<JobFacts>;
  /** States of items, ` (held)` behind those that are somebody's. */
  itemStates(ids: number[]): Promise<string[]>;
  /** Rows of a statement; the connection is opened again after the database was down. */
  rows<T>(sql: string, values?: unknown[]): Promise<T[]>;
  accounts(): Promise<string[]>;
  close(): Promise<void>;
}

/** Opens a reader of the system's database and charging engine. */
export function openFacts(system: RunningSystem): Facts {
  const { database } = settingsOf(system);
  const pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => undefined);
  const rows = async <T>(sql: string, values: unknown[] = []): Promise<T[]> => (await pool.query(sql, values)).rows as T[];
  return {
    rows,
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
        uuid: job.uuid,
        services: await rows('select service_id, service_uuid from service where provision_id = $1', [provisionId]),
        accounts: (await chargingAccounts(system)).filter((id) => id.includes(job.uuid.slice(0, 8))),
        items: await rows(
          `select inventory_id, item_state, customer_id, service_id, reserved_provision_id is not null as reserved
             from inventory where reserved_provision_id = $1 or assigned_provision_id = $1 order by inventory_id`,
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
    accounts: () => chargingAccounts(system),
    close: () => pool.end(),
  };
}

/** Names of all accounts of the system's tenant in the charging engine. */
async function chargingAccounts(system: RunningSystem): Promise<string[]> {
  const accounts = await askCharging<{ ID: string }[] | null>(system, 'APIerSv2.GetAccounts', {});
  return (accounts ?? []).map(({ ID }) => ID.split(':').at(-1) ?? ID);
}

/** Asks the system's charging engine; null when there is nothing. */
export async function askCharging<T>(system: RunningSystem, method: string, params: object): Promise<T | null> {
  const { ocs } = settingsOf(system);
  const response = await fetch(`http://${ocs.cgrates}/jsonrpc`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: 1, method, params: [{ Tenant: ocs.ocsTenant, ...params }] }),
  });
  const { result, error } = (await response.json()) as { result: T; error: string | null };
  if (error !== null && !error.includes('NOT_FOUND')) throw new Error(error);
  return error === null ? result : null;
}

const settingsOf = (system: RunningSystem) =>
  parse(readFileSync(join(system.dataDir, 'crm_config.yaml'), 'utf8')) as { database: { url: string }; ocs: { ocsTenant: string; cgrates: string } };
