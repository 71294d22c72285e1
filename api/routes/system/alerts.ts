import { z } from '@hono/zod-openapi';
import { openAlerts } from '../../../domain/alerts/open-alerts.ts';
import { type Api, endpoint } from '../../endpoint.ts';

const alert = z
  .object({
    id: z.string(),
    kind: z.enum(['low_stock', 'failed_job', 'failed_message']),
    severity: z.enum(['warning', 'danger']),
    title: z.string(),
    detail: z.string(),
    href: z.string().nullable(),
    since: z.string().nullable(),
  })
  .openapi('OpenAlert');

/** What wants a person's attention (CFG-4). */
export function alertRoutes(api: Api): void {
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/alerts',
      policy: 'signed_in',
      tag: 'alerts',
      summary: 'What wants attention now, as far as the caller may see it',
      response: z.object({ data: z.array(alert) }),
    },
    async (ctx) => ({ data: await openAlerts(ctx) }),
  );
}
