import { ApplicationFailure } from '@temporalio/common';
import { enterPhase, noteReason } from '../../domain/provisioning/attempts.ts';
import type { ProvisioningActivities } from './contract.ts';
import { type ProvisioningDeps, session } from './deps.ts';
import { accountsThePlayMade, existing } from './job-accounts.ts';

/** Checks that what the play said it made is there: its accounts in the charging system, its services, its stock with them. */
export const createVerifyProvision =
  (deps: ProvisioningDeps): ProvisioningActivities['verifyProvision'] =>
  async ({ provisionId }) => {
    await enterPhase(session(deps), provisionId, 'verifying');
    const missing = [...(await missingAccounts(deps, provisionId)), ...(await missingServices(deps, provisionId)), ...(await strayStock(deps, provisionId))];
    if (missing.length === 0) return;
    await noteReason(session(deps), provisionId, `The play ended well, but not all of it is there: ${missing.join(', ')}.`);
    throw ApplicationFailure.nonRetryable(`Not there: ${missing.join(', ')}`, 'verification_failed');
  };

async function missingAccounts(deps: ProvisioningDeps, provisionId: number): Promise<string[]> {
  const made = await accountsThePlayMade(deps, provisionId);
  const found = await existing(deps, made);
  return made.filter((account) => !found.includes(account)).map((account) => `the charging account ${account}`);
}

/** Services that the API told the play it had created. */
async function missingServices(deps: ProvisioningDeps, provisionId: number): Promise<string[]> {
  const rows = await session(deps).execute<{ service_id: string }[]>(
    `select e.provisioning_result_json #>> '{json,service_id}' as service_id from provision_event e join provision p using (provision_id)
      where provision_id = ? and e.attempt = p.attempt and e.provisioning_status = 0
        and e.provisioning_result_json #>> '{invocation,module_args,method}' = 'PUT'
        and e.provisioning_result_json #>> '{invocation,module_args,url}' ~ '/crm/service/?$'
        and (e.provisioning_result_json #>> '{json,service_id}') ~ '^[0-9]{1,9}$'
        and not exists (select from service s where s.service_id = (e.provisioning_result_json #>> '{json,service_id}')::int)`,
    [provisionId],
  );
  return rows.map(({ service_id }) => `service ${service_id}`);
}

/** Stock that was assigned in this job must be the customer's, and in the state that says so. */
async function strayStock(deps: ProvisioningDeps, provisionId: number): Promise<string[]> {
  const rows = await session(deps).execute<{ item: string; inventory_id: number }[]>(
    `select i.item, i.inventory_id from inventory i join provision p on p.provision_id = i.assigned_provision_id
      where p.provision_id = ? and (i.customer_id is not null or i.service_id is not null) and i.customer_id is distinct from p.customer_id`,
    [provisionId],
  );
  return rows.map(({ item, inventory_id }) => `${item} ${inventory_id} with its customer`);
}
