import { alertsOfAKind, failureWindowHours, type OpenAlert } from '../alerts/alert.ts';
import type { Ctx } from '../context.ts';

interface FailedRow {
  provision_id: number;
  attempt: number;
  reason: string | null;
  product_name: string | null;
  customer_name: string | null;
  finished: Date | string;
  total: number;
}

/** Jobs that failed lately and were not repeated since, newest first; those that somebody cancelled are no news. */
export async function failedJobAlerts({ em }: Ctx): Promise<OpenAlert[]> {
  const rows = await em.execute<FailedRow[]>(
    `select p.provision_id, p.attempt, p.reason, d.product_name, c.customer_name, p.finished, p.total
       from (select *, count(*) over ()::int as total from provision
              where provisioning_status = 2 and phase = 'failed' and finished > now() - make_interval(hours => ?)
              order by finished desc limit ?) p
       left join product d using (product_id) left join customer c on c.customer_id = p.customer_id
      order by p.finished desc`,
    [failureWindowHours, alertsOfAKind],
  );
  const more = (rows[0]?.total ?? 0) - rows.length;
  return [...rows.map(alertOf), ...(more > 0 ? [moreOf(more)] : [])];
}

const alertOf = (row: FailedRow): OpenAlert => ({
  id: `failed-job-${row.provision_id}-${row.attempt}`,
  kind: 'failed_job',
  severity: 'danger',
  title: `Job ${row.provision_id} failed`,
  detail: [[row.product_name, row.customer_name].filter(Boolean).join(' for '), row.reason].filter(Boolean).join(': ').slice(0, 300),
  href: `/jobs/${row.provision_id}`,
  since: new Date(row.finished).toISOString(),
});

const moreOf = (count: number): OpenAlert => ({
  id: `failed-jobs-${count}`,
  kind: 'failed_job',
  severity: 'danger',
  title: `${count} more ${count === 1 ? 'job' : 'jobs'} failed`,
  detail: `In the last ${failureWindowHours} hours`,
  href: '/jobs?provisioning_status=2',
  since: null,
});
