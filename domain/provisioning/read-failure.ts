import type { EntityManager } from '@mikro-orm/postgresql';
import type { FailureTask, ProvisioningFailure } from '../messaging/provisioning-failure-mail.ts';

interface JobRow {
  action: string;
  provisioning_play: string | null;
  reason: string | null;
  created: Date;
  provisioning_json_vars: string | null;
  customer_id: number | null;
  customer_name: string | null;
  product_id: number | null;
  product_name: string | null;
  service_id: number | null;
  service_name: string | null;
}

/** What else the failure mail says. */
export interface FailureExtras {
  portalUrl: string;
  remains: readonly string[];
  secrets: readonly string[];
}

/** Collects what the operators are told of a failed job; undefined when there is no such job. */
export async function readFailure(em: EntityManager, provisionId: number, extras: FailureExtras): Promise<ProvisioningFailure | undefined> {
  const [job] = await em.execute<JobRow[]>(
    `select p.action, p.provisioning_play, p.reason, p.created, p.provisioning_json_vars, p.customer_id, c.customer_name, p.product_id, d.product_name, p.service_id, s.service_name
       from provision p left join customer c using (customer_id) left join product d on d.product_id = p.product_id left join service s on s.service_id = p.service_id
      where p.provision_id = ?`,
    [provisionId],
  );
  if (job === undefined) return undefined;
  const tasks = await readTasks(em, provisionId);
  return {
    provisionId,
    action: job.action,
    play: job.provisioning_play,
    reason: job.reason ?? 'No reason was noted.',
    startedAt: new Date(job.created).toISOString(),
    customer: named(job.customer_id, job.customer_name),
    product: named(job.product_id, job.product_name),
    service: named(job.service_id, job.service_name),
    jobUrl: `${extras.portalUrl}/jobs/${provisionId}`,
    variables: JSON.parse(job.provisioning_json_vars ?? '{}') as Record<string, unknown>,
    tasks,
    fatal: fatalIn(tasks),
    remains: extras.remains,
    secrets: extras.secrets,
  };
}

async function readTasks(em: EntityManager, provisionId: number): Promise<FailureTask[]> {
  const rows = await em.execute<{ event_number: number; event_name: string; provisioning_status: FailureTask['status']; provisioning_result_json: unknown }[]>(
    'select event_number, event_name, provisioning_status, provisioning_result_json from provision_event where provision_id = ? order by event_number',
    [provisionId],
  );
  return rows.map((row) => ({ number: row.event_number, name: row.event_name, status: row.provisioning_status, result: row.provisioning_result_json }));
}

function fatalIn(tasks: readonly FailureTask[]): ProvisioningFailure['fatal'] {
  const result = tasks.findLast(({ name }) => name === fatalEventName)?.result as
    { exit_code?: number | null; stdout?: string; stderr?: string; common_causes?: string[] } | undefined;
  if (result === undefined) return null;
  return { exitCode: result.exit_code ?? null, stdout: result.stdout ?? '', stderr: result.stderr ?? '', commonCauses: result.common_causes ?? [] };
}

/** Name of the event that a fatal error leaves (chapter 18). */
export const fatalEventName = 'Fatal error';

const named = (id: number | null, name: string | null): { id: number; name: string } | null => (id === null ? null : { id, name: name ?? `${id}` });
