import { request, type RequestContext } from './request.ts';

/** Something that wants a person's attention. */
export interface OpenAlert {
  /** Stays the same for as long as the alert is open. */
  id: string;
  kind: 'low_stock' | 'failed_job' | 'failed_message';
  severity: 'warning' | 'danger';
  title: string;
  detail: string;
  /** Where it is mended; null when there is no such page. */
  href: string | null;
  since: string | null;
}

/** Lists what wants attention now, as far as the person may see it. */
export const listAlerts = async (context: RequestContext = {}): Promise<OpenAlert[]> =>
  (await request<{ data: OpenAlert[] }>('GET', '/crm/alerts', context)).data;
