import type { Provision } from '#lib/api/provisions-service.ts';
import { formatDuration } from '#lib/format/date.ts';

const verbs: Record<Provision['action'], string> = {
  provision: 'Provision',
  deprovision: 'Deprovision',
  suspend: 'Suspend',
  resume: 'Resume',
};

/** What a job does, in words: "Provision Mobile 20 GB". */
export function jobTitle(job: Provision): string {
  return `${verbs[job.action] ?? 'Run'} ${job.product_name ?? job.playbook_description ?? job.provisioning_play ?? 'service'}`;
}

/** How long a job took, or has taken until `nowMs`; a retried one counts from `since`, the start of its latest run. */
export function jobDuration(job: Provision, nowMs: number, since: string = job.created): string {
  const end = job.finished ? new Date(job.finished).getTime() : nowMs;
  return formatDuration(end - new Date(since).getTime());
}
