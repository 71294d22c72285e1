import { z } from '@hono/zod-openapi';
import { activityColumns } from '../../../domain/activity-log/activity-json.ts';
import { addNote } from '../../../domain/activity-log/add-note.ts';
import { listActivity } from '../../../domain/activity-log/list-activity.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { id, instant, listQuery, pageOf, text } from '../../schemas/contract.ts';
import { recordShape } from '../../schemas/record.ts';

const tag = 'activity-log';
const view = { permission: 'view_customer_activity', own: 'view_own_customer_activity' } as const;
const change = z.object({ field: z.string(), label: z.string(), before: z.unknown(), after: z.unknown() });
const values = z.record(z.string(), z.unknown()).nullable();
const activityShape = recordShape(activityColumns, 'ActivityRecord')
  .extend({ summary: z.string(), changes: z.array(change), before: values, after: values, details: values })
  .openapi('Activity');
const query = listQuery.omit({ sort: true }).extend({ from: instant().optional(), to: instant().optional() });
const params = z.object({ customer_id: id() });
const newNote = z.object({ text: text(4000, 1) }).openapi('NewActivityNote');
const done = z.object({ message: z.string() });
const path = '/crm/activity/customer_id/{customer_id}';

/** The audit trail (chapter 19): what was changed, by whom, when and from where, newest first. Nothing here changes or removes an entry. */
export function activityRoutes(api: Api): void {
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/activity',
      policy: view,
      tag,
      summary: 'The audit trail, filtered by kind, person and time',
      query,
      response: pageOf(activityShape),
    },
    (ctx, input) => listActivity(ctx, input.query),
  );
  endpoint(
    api,
    { method: 'get', path, policy: view, tag, summary: 'The timeline of a customer', params, query, response: pageOf(activityShape) },
    (ctx, input) => listActivity(ctx, input.query, input.params.customer_id),
  );
  endpoint(
    api,
    {
      method: 'post',
      path,
      policy: { permission: 'create_customer_activity' },
      tag,
      summary: 'Leave a note in the timeline of a customer',
      params,
      body: newNote,
      response: done,
      status: 201,
    },
    async (ctx, input) => {
      await addNote(ctx, { customer_id: input.params.customer_id, text: input.body.text });
      return { message: 'Noted.' };
    },
  );
}
