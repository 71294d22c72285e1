import { CompleteAsyncError, type Context } from '@temporalio/activity';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import type { Logger } from 'pino';
import { actingAs, type Author } from '../domain/activity-log/author.ts';
import { beginStep, endStep, type StepEnd } from '../domain/live/record-step.ts';
import { orderedBy } from '../domain/provisioning/ordered-by.ts';
import { asActivityFailure, messageOf } from './activity-failure.ts';
import type { ProvisionStepInput, Skipped, StepInfo } from '../activities/provisioning/contract.ts';
import { currentStep } from '../activities/provisioning/step-ref.ts';

/**
 * Writes every activity that stands for a step into the job view, as it begins and as it ends, and keeps what an error
 * says out of workflow histories but for what may be shown.
 */
export function recordSteps({ orm, log }: { orm: MikroORM; log: Logger }): (context: Context) => { inbound: ActivityInboundCallsInterceptor } {
  return (context) => ({
    inbound: {
      execute: async (input, goOn) => {
        const { workflowExecution, activityType, attempt } = context.info;
        const step = stepOf(input.args[0]);
        const note = step === undefined ? undefined : stepNotes(orm, step);
        try {
          if (step?.step.record !== 'result') await note?.begin();
          const author = await authorOf(orm, workflowExecution?.workflowId ?? activityType, input.args[0]);
          const result = await actingAs(
            () => author,
            async () => goOn(input),
          );
          await note?.end(isSkipped(result) ? { status: 'skipped', error: result.skipped } : { status: 'done' });
          return result;
        } catch (error) {
          if (error instanceof CompleteAsyncError) throw error;
          log.warn({ err: error, workflowId: workflowExecution?.workflowId, activity: activityType, attempt }, 'activity failed');
          if (step?.step.record !== 'result')
            await note?.end({ status: 'failed', error: messageOf(error) }).catch((fault: unknown) => log.error({ err: fault }, 'step not recorded'));
          throw asActivityFailure(error);
        }
      },
    },
  });
}

function stepNotes(orm: MikroORM, { provisionId, step }: ProvisionStepInput): { begin(): Promise<void>; end(end: StepEnd): Promise<void> } {
  const ref = currentStep(provisionId);
  const title: Pick<StepInfo, 'name' | 'kind' | 'undo'> = step;
  const begun = performance.now();
  return { begin: () => beginStep(orm.em.fork(), ref, title), end: (end) => endStep(orm.em.fork(), ref, title, end, performance.now() - begun) };
}

function stepOf(input: unknown): ProvisionStepInput | undefined {
  return typeof input === 'object' && input !== null && 'step' in input && 'provisionId' in input ? (input as ProvisionStepInput) : undefined;
}

/** The workflow itself; one that carries out a job does so for whoever ordered it. */
async function authorOf(orm: MikroORM, workflowId: string, input: unknown): Promise<Author> {
  const job = typeof input === 'object' && input !== null && 'provisionId' in input && typeof input.provisionId === 'number' ? input.provisionId : undefined;
  const workflow: Author = { kind: 'workflow', label: workflowId, workflow_id: workflowId };
  return job === undefined ? workflow : { ...workflow, provision_id: job, ...(await orderedBy(orm.em.fork(), job)) };
}

const isSkipped = (result: unknown): result is Skipped =>
  typeof result === 'object' && result !== null && 'skipped' in result && typeof result.skipped === 'string';
