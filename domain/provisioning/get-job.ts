import { acceptedTermsOf, type TermsAcceptance } from '../catalog/terms-acceptance.ts';
import type { Ctx } from '../context.ts';
import { holds } from '../identity/principal.ts';
import { readSteps, type StepJson } from '../live/record-step.ts';
import { findJob } from './find-job.ts';
import { namesOfOrder } from './ordered-by.ts';
import { type ProvisionEventJson, readEvents } from './provision-events.ts';
import { type ProvisionSummary, readSummary } from './provision-summary.ts';

/** A job as chapter 18 shows it, with its tasks, and beside it the workflow's own steps. */
export interface JobJson extends ProvisionSummary {
  provisioning_json_vars: string | null;
  /** The tasks as the contract has them: each result is JSON in a string. */
  provisioning_result_json: (Omit<ProvisionEventJson, 'provisioning_result_json'> & { provisioning_result_json: string | null })[];
  events: ProvisionEventJson[];
  steps: StepJson[];
  accepted_terms: TermsAcceptance | null;
  /** People's names; `impersonator` is the member of staff who ordered in the other's place. */
  ordered_by: { name: string | null; impersonator: string | null };
  workflow: { workflow_id: string; run_id: string | null; url: string | null };
}

/** What Temporal's UI is called under, for the link to a job's run. */
export interface TemporalUi {
  ui_url: string;
  namespace: string;
}

/** Reads a job with everything that happened in it; throws `not_found`. What tasks answered is for those who may see it. */
export async function getJob(ctx: Ctx, provisionId: number, ui: TemporalUi): Promise<JobJson> {
  await findJob(ctx, provisionId);
  const summary = await readSummary(ctx.em, provisionId);
  if (summary === undefined) throw new Error(`Job ${provisionId} has gone.`);
  const [row] = await ctx.em.execute<{ provisioning_json_vars: string | null }[]>('select provisioning_json_vars from provision where provision_id = ?', [
    provisionId,
  ]);
  const open = seesResults(ctx);
  const events = (await readEvents(ctx.em, provisionId)).map((event) => (open ? event : withoutResult(event)));
  const { workflow_id, run_id } = summary;
  return {
    ...summary,
    provisioning_json_vars: open ? (row?.provisioning_json_vars ?? null) : null,
    provisioning_result_json: events.map((event) => ({
      ...event,
      provisioning_result_json: event.provisioning_result_json === null ? null : JSON.stringify(event.provisioning_result_json),
    })),
    events,
    steps: await readSteps(ctx.em, workflow_id),
    accepted_terms: await acceptedTermsOf(ctx, provisionId),
    ordered_by: await namesOfOrder(ctx, provisionId),
    workflow: { workflow_id, run_id, url: open ? runUrl(ui, workflow_id, run_id) : null },
  };
}

/** True for those who may see what tasks answered, not only how they went. */
export const seesResults = ({ principal }: Pick<Ctx, 'principal'>): boolean => holds(principal, 'view_provision_event');

/** A task without what it answered. */
export const withoutResult = (event: ProvisionEventJson): ProvisionEventJson => ({ ...event, provisioning_result_json: null });

/** Page of a run in Temporal's UI. */
function runUrl({ ui_url, namespace }: TemporalUi, workflowId: string, runId: string | null): string {
  const run = runId === null ? '' : `/${encodeURIComponent(runId)}/history`;
  return `${ui_url}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(workflowId)}${run}`;
}
