/** Job and task states of chapter 18; `FailedIgnored` occurs for tasks only. */
export const ProvisioningStatus = { Success: 0, Running: 1, Failed: 2, FailedIgnored: 3 } as const;
export type ProvisioningStatusCode = (typeof ProvisioningStatus)[keyof typeof ProvisioningStatus];

/** Finer state of a job than the contract's number, for people who watch it. */
export const provisionPhases = ['queued', 'running', 'verifying', 'rolling_back', 'succeeded', 'failed', 'cancelled'] as const;
export type ProvisionPhase = (typeof provisionPhases)[number];

/** What a job does to its service. */
export const provisionActions = ['provision', 'deprovision', 'suspend', 'resume'] as const;
export type ProvisionAction = (typeof provisionActions)[number];
