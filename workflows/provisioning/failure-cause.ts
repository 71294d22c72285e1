import { ActivityFailure, ApplicationFailure, CancelledFailure, isCancellation, TimeoutFailure } from '@temporalio/workflow';
import type { FailureCause, PlayHeartbeat, RunPlayResult } from '../../activities/provisioning/contract.ts';

/** Thrown by the workflow itself when a play ended badly. */
export class PlayEnded extends Error {
  readonly result: RunPlayResult;

  constructor(result: RunPlayResult) {
    super(`The play ended: ${result.status}`);
    this.name = 'PlayEnded';
    this.result = result;
  }
}

/** Why a job failed, as a word of the contract. */
export function causeOf(error: unknown): FailureCause {
  if (isCancellation(error) || error instanceof CancelledFailure) return 'cancelled';
  if (error instanceof PlayEnded) return causeOfPlay(error.result);
  if (!(error instanceof ActivityFailure)) return 'unexpected';
  if (error.cause instanceof TimeoutFailure) return causeOfTimeout(error.activityType, error.cause);
  const type = error.cause instanceof ApplicationFailure ? error.cause.type : undefined;
  if (type === 'verification_failed' || type === 'unavailable') return type;
  return 'unexpected';
}

function causeOfPlay({ status }: RunPlayResult): FailureCause {
  if (status === 'fatal') return 'play_fatal';
  if (status === 'timeout') return 'play_timeout';
  // The job itself was not cancelled, so its worker stopped the play.
  if (status === 'killed') return 'worker_stopped';
  return 'play_failed';
}

function causeOfTimeout(activityType: string, failure: TimeoutFailure): FailureCause {
  if (activityType !== 'runPlay') return 'unavailable';
  return failure.timeoutType === 'HEARTBEAT' ? 'worker_lost' : 'play_timeout';
}

/** Machine where the play of a lost worker ran; null when the worker ended in order or never said. */
export function lostOn(error: unknown): string | null {
  if (!(error instanceof ActivityFailure) || !(error.cause instanceof TimeoutFailure)) return null;
  const heartbeat = error.cause.lastHeartbeatDetails as PlayHeartbeat | undefined;
  return heartbeat?.host ?? null;
}
