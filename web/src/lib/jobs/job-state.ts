import { ProvisioningStatus, type ProvisionPhase } from '#lib/api/provisions-service.ts';
import type { Tone } from '#lib/design/badge.svelte';

/** How a state is shown. */
export interface StateLook {
  label: string;
  tone: Tone;
  running: boolean;
}

const phases: Record<ProvisionPhase, StateLook> = {
  queued: { label: 'Queued', tone: 'neutral', running: true },
  running: { label: 'Running', tone: 'info', running: true },
  verifying: { label: 'Verifying', tone: 'info', running: true },
  rolling_back: { label: 'Rolling back', tone: 'warning', running: true },
  succeeded: { label: 'Succeeded', tone: 'success', running: false },
  failed: { label: 'Failed', tone: 'danger', running: false },
  cancelled: { label: 'Cancelled', tone: 'neutral', running: false },
};

const statuses: Record<number, StateLook> = {
  [ProvisioningStatus.Success]: { label: 'Succeeded', tone: 'success', running: false },
  [ProvisioningStatus.Running]: { label: 'Running', tone: 'info', running: true },
  [ProvisioningStatus.Failed]: { label: 'Failed', tone: 'danger', running: false },
  [ProvisioningStatus.FailedIgnored]: { label: 'Failed, ignored', tone: 'warning', running: false },
};

/** How a job's state is shown: its phase, else the contract's number. */
export function jobLook(job: { phase?: ProvisionPhase; provisioning_status: number }): StateLook {
  return (job.phase ? phases[job.phase] : undefined) ?? taskLook(job.provisioning_status);
}

/** How a task's state is shown. */
export function taskLook(status: number): StateLook {
  return statuses[status] ?? { label: `Status ${status}`, tone: 'neutral', running: false };
}
