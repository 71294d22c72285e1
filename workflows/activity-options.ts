import { ActivityCancellationType, type ActivityOptions } from '@temporalio/workflow';

/** Kinds of refusal a repetition cannot change; activities throw them as the failure's type. */
export const refusals = ['not_found', 'conflict', 'validation', 'forbidden', 'unauthorized', 'precondition', 'limit_exceeded'];

/** Statements on our own database: quick, idempotent, repeated until it is back. */
export const database = {
  startToCloseTimeout: '5 s',
  scheduleToCloseTimeout: '10 min',
  retry: { initialInterval: '100 ms', backoffCoefficient: 2, maximumInterval: '5 s', nonRetryableErrorTypes: refusals },
} satisfies ActivityOptions;

/** Calls of other systems: idempotent, tried for about half a minute. */
export const network: ActivityOptions = {
  startToCloseTimeout: '10 s',
  scheduleToCloseTimeout: '60 s',
  retry: { initialInterval: '250 ms', backoffCoefficient: 2, maximumInterval: '5 s', maximumAttempts: 8, nonRetryableErrorTypes: refusals },
};

/** Mails about accounts: tried for half the life of the link in them; one that may have arrived is never sent again. */
export const mail: ActivityOptions = {
  startToCloseTimeout: '60 s',
  scheduleToCloseTimeout: '30 min',
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '1 min', nonRetryableErrorTypes: [...refusals, 'rejected', 'uncertain'] },
};

/** An undo of either sort: tried harder, then raised to an operator. */
export const undo: ActivityOptions = {
  startToCloseTimeout: '10 s',
  scheduleToCloseTimeout: '5 min',
  retry: { initialInterval: '250 ms', backoffCoefficient: 2, maximumInterval: '10 s', maximumAttempts: 12, nonRetryableErrorTypes: refusals },
};

/**
 * A play: never repeated blindly, for it may have acted. A worker that dies is noticed when its heartbeat
 * stops; the play's own limit is enforced by its runner, this one is the safety net behind it.
 */
export const playbook = (playTimeoutSeconds: number): ActivityOptions => ({
  startToCloseTimeout: (playTimeoutSeconds + 60) * 1000,
  heartbeatTimeout: '6 s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { maximumAttempts: 1 },
});

/** Money movements: every attempt carries the same idempotency key, and the outcome is looked up before giving up. */
export const payment: ActivityOptions = {
  startToCloseTimeout: '30 s',
  scheduleToCloseTimeout: '10 min',
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '30 s', nonRetryableErrorTypes: refusals },
};
