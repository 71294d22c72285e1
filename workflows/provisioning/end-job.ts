import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { ApplicationFailure, log, upsertSearchAttributes } from '@temporalio/workflow';
import type { Canceller, FailureCause, Remainder } from '../../activities/provisioning/contract.ts';
import { causeOf } from './failure-cause.ts';
import { closing, type JobSteps } from './job-steps.ts';
import { cleanUpIncomplete, jobFailed, type ProvisionResult } from './provision.contract.ts';
import { doing } from './step-names.ts';

const serviceIdKey = defineSearchAttributeKey('ServiceId', SearchAttributeType.KEYWORD);

/** Marks the job successful and ends its stream. */
export async function succeed(provisionId: number): Promise<ProvisionResult> {
  const { serviceIds } = await closing().finishProvision({
    provisionId,
    result: 'succeeded',
    cause: null,
    cancelledBy: null,
    failedUndos: [],
    remains: [],
  });
  const [serviceId] = serviceIds;
  if (serviceId !== undefined) upsertSearchAttributes([{ key: serviceIdKey, value: String(serviceId) }]);
  return { provisionId, status: 'succeeded', serviceIds };
}

/** What is known when a job has failed and its undos have run. */
export interface BadEnd {
  provisionId: number;
  fault: unknown;
  cancelledBy: Canceller | null;
  failedUndos: string[];
  remains: Remainder[];
}

/** Marks the job failed or cancelled, tells the operators, and throws what the run shall end with. */
export async function fail(steps: JobSteps, end: BadEnd): Promise<never> {
  const { provisionId, fault, cancelledBy, failedUndos, remains } = end;
  const cause = causeOf(fault);
  const result = cause === 'cancelled' ? 'cancelled' : 'failed';
  const incomplete = failedUndos.length > 0 || remains.length > 0;
  await closing().finishProvision({ provisionId, result, cause, cancelledBy, failedUndos, remains });
  if (result === 'failed' || incomplete) await tellOperators(steps, remains);
  await closing().endStream({ provisionId });
  if (incomplete) throw ApplicationFailure.nonRetryable(incompleteMessage(failedUndos, remains), cleanUpIncomplete);
  throw result === 'cancelled' ? fault : ApplicationFailure.nonRetryable(messageOf(cause), jobFailed, cause);
}

async function tellOperators(steps: JobSteps, remains: Remainder[]): Promise<void> {
  try {
    await steps.run('network', 'notifyFailure', doing.notify, { remains });
  } catch (error) {
    // The job's end must not hang on a mail; the failed step stays visible in the job view.
    log.error('The failure mail could not be sent.', { error });
  }
}

const incompleteMessage = (failedUndos: string[], remains: Remainder[]): string =>
  `The clean-up is incomplete; an operator must look. Failed: ${failedUndos.join(', ') || 'none'}. Left: ${remains.map(({ kind, id }) => `${kind} ${id}`).join(', ') || 'unknown'}.`;

const messageOf = (cause: FailureCause): string => `The job failed (${cause.replace(/_/g, ' ')}) and was undone; the job view says why.`;
