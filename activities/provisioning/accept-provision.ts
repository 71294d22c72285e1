import { actingAs, type Author } from '../../domain/activity-log/author.ts';
import { acceptOrder } from '../../domain/provisioning/accept-order.ts';
import { unsealPayload } from '../../domain/provisioning/order-payload.ts';
import type { ProvisioningActivities } from './contract.ts';
import { type ProvisioningDeps, session } from './deps.ts';
import { currentStep } from './step-ref.ts';

/** First step of a job: its row and its stock, in one transaction, under the workflow's id. */
export const createAcceptProvision =
  (deps: ProvisioningDeps): ProvisioningActivities['acceptProvision'] =>
  async ({ step: _step, ...job }) => {
    const { workflowId, runId } = currentStep(job.provisionId);
    const payload = await unsealPayload(deps.config.jwt_secret, job.uuid, job.sealedVars);
    const { orderedBy } = payload;
    const author: Author = { kind: 'workflow', ...orderedBy, workflow_id: workflowId, provision_id: job.provisionId };
    const row = { ...job, workflowId, runId, impersonatingUser: orderedBy?.impersonator_id ?? null };
    const { held, ...accepted } = await actingAs(
      () => author,
      () => acceptOrder(session(deps), row, payload),
    );
    return { ...accepted, reserved: held.map(({ inventory_id, item_state }) => ({ inventoryId: inventory_id, itemState: item_state })) };
  };
