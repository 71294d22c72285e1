import { accountClues } from '../../domain/provisioning/account-clues.ts';
import { accountRequests, accountsMade, ownedByOthers } from '../../domain/provisioning/charging-names.ts';
import { type ProvisioningDeps, session } from './deps.ts';

/**
 * Accounts in the charging system that may belong to a job, also ones its play named in a task that was cut off. An
 * account of a service that another job made is never among them.
 */
export async function accountsOfJob(deps: ProvisioningDeps, provisionId: number): Promise<string[]> {
  const em = session(deps);
  const clues = await accountClues(em, deps.config.jwt_secret, provisionId);
  if (clues === undefined) return [];
  if (clues.marker === undefined) return clues.candidates;
  const names = [...new Set([...clues.candidates, ...(await deps.charging.withNameContaining(clues.marker))])];
  const others = await ownedByOthers(em, provisionId, names);
  return names.filter((name) => !others.has(name));
}

/** Of these accounts, those the charging system knows. */
export async function existing(deps: ProvisioningDeps, accounts: readonly string[]): Promise<string[]> {
  const known = await Promise.all(accounts.map(async (account) => ((await deps.charging.exists(account)) ? [account] : [])));
  return known.flat();
}

/** Accounts that the tasks of the job's current attempt made and did not remove again. */
export async function accountsThePlayMade(deps: ProvisioningDeps, provisionId: number): Promise<string[]> {
  const rows = await session(deps).execute<{ result: unknown }[]>(
    `select e.provisioning_result_json as result from provision_event e join provision p using (provision_id)
      where provision_id = ? and e.attempt = p.attempt and e.provisioning_status = 0 order by event_number`,
    [provisionId],
  );
  return accountsMade(rows.flatMap(({ result }) => accountRequests(result)));
}
