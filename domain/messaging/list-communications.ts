import type { Ctx } from '../context.ts';
import { type Condition, filterConditions, findPage, ordering } from '../find-page.ts';
import { containing, type ListQuery, type Page, sortColumn } from '../paging.ts';
import { recordJson, selectList } from '../record.ts';
import { communicationColumns, listedCommunicationColumns, type ListedCommunication } from './communication-columns.ts';

const sortable = ['communication_id', 'created', 'sent_at', 'subject', 'state'] as const;
const filters = { customer_id: 'm.customer_id', state: 'm.state', channel: 'm.channel', template: 'm.template' };

/** A page of messages, newest first unless sorted otherwise, searched by recipient and subject. */
export async function listCommunications({ em, principal }: Ctx, query: ListQuery): Promise<Page<ListedCommunication>> {
  const column = sortColumn(query, sortable, 'communication_id');
  const where: Condition[] = filterConditions(query.filters, filters);
  if (principal.customerId !== null) where.push({ sql: 'm.customer_id = ?', params: [principal.customerId] });
  if (query.search !== undefined) {
    const like = containing(query.search);
    where.push({ sql: 'm.subject ilike ? or m.recipient ilike ?', params: [like, like] });
  }
  const orderBy = ordering(`m.${column}`, query.order, 'm.communication_id', column === 'sent_at');
  const select = `${selectList(communicationColumns, 'm')}, c.customer_name`;
  const join = 'left join customer c on c.customer_id = m.customer_id';
  const page = await findPage(em, { select, from: 'communication m', join, where, orderBy }, query);
  return { ...page, data: page.data.map((row) => recordJson(listedCommunicationColumns, row)) };
}
