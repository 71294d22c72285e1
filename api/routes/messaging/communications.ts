import { listedCommunicationColumns } from '../../../domain/messaging/communication-columns.ts';
import { listCommunications } from '../../../domain/messaging/list-communications.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { listQuery, pageOf } from '../../schemas/contract.ts';
import { recordShape } from '../../schemas/record.ts';

/** Messages that were sent, with what became of them. */
export function communicationRoutes(api: Api): void {
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/communication',
      policy: { permission: 'view_communication', own: 'view_own_communication' },
      tag: 'messaging',
      summary: 'List and search messages',
      query: listQuery,
      response: pageOf(recordShape(listedCommunicationColumns, 'Communication')),
    },
    (ctx, { query }) => listCommunications(ctx, query),
  );
}
