import { Context } from '@temporalio/activity';
import type { StepRef } from '../../domain/live/record-step.ts';

/** The step that the running activity is, as the job view numbers it: the SDK counts a run's activities from 1. */
export function currentStep(provisionId: number): StepRef {
  const { activityId, workflowExecution } = Context.current().info;
  if (workflowExecution === undefined) throw new Error('This activity only runs in a workflow.');
  return { workflowId: workflowExecution.workflowId, runId: workflowExecution.runId, seq: Number(activityId), provisionId };
}
