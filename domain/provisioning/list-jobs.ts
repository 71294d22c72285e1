import type { Ctx } from '../context.ts';
import { type Condition, filterConditions, findPage, ordering } from '../find-page.ts';
import { containing, type ListQuery, type Page, sortColumn } from '../paging.ts';
import { recordJson } from '../record.ts';
import { type ProvisionSummary, provisionSummaryColumns, summaryFrom, summarySelect } from './provision-summary.ts';

const sortable = {
  provision_id: 'p.provision_id',
  created: 'p.created',
  finished: 'p.finished',
  last_modified: 'p.last_modified',
  provisioning_status: 'p.provisioning_status',
  phase: 'p.phase',
  action: 'p.action',
  task_count: 'p.task_count',
  customer_name: 'c.customer_name',
  product_name: 'd.product_name',
  playbook_description: 'p.playbook_description',
  provisioning_play: 'p.provisioning_play',
} as const;

const canBeEmpty: readonly string[] = ['finished', 'customer_name', 'product_name', 'playbook_description', 'provisioning_play'];

const filterable = {
  provision_id: 'p.provision_id',
  provisioning_status: 'p.provisioning_status',
  phase: 'p.phase',
  action: 'p.action',
  customer_id: 'p.customer_id',
  product_id: 'p.product_id',
  service_id: 'p.service_id',
  provisioning_play: 'p.provisioning_play',
  initiating_user: 'p.initiating_user',
};

/** Lists jobs, newest first unless asked otherwise; the search looks at descriptions, plays, products, customers and numbers. */
export async function listJobs({ em, principal }: Ctx, query: ListQuery): Promise<Page<ProvisionSummary>> {
  const scope: Condition[] = principal.customerId === null ? [] : [{ sql: 'p.customer_id = ?', params: [principal.customerId] }];
  const search: Condition[] = query.search === undefined ? [] : [searchFor(query.search)];
  const sort = sortColumn(query, Object.keys(sortable) as (keyof typeof sortable)[], 'provision_id');
  const page = await findPage<object>(
    em,
    {
      select: summarySelect,
      from: summaryFrom,
      where: [...scope, ...search, ...filterConditions(query.filters, filterable)],
      orderBy: ordering(sortable[sort], query.order, sortable.provision_id, canBeEmpty.includes(sort)),
    },
    query,
  );
  return { ...page, data: page.data.map((row) => recordJson(provisionSummaryColumns, row)) };
}

function searchFor(text: string): Condition {
  const like = containing(text);
  const columns = ['p.playbook_description', 'p.provisioning_play', 'd.product_name', 'c.customer_name', 'p.provision_id::text'];
  return { sql: columns.map((column) => `${column} ilike ? escape '\\'`).join(' or '), params: columns.map(() => like) };
}
