import { listParameters, type ListQuery, type Page } from './list.ts';
import { request, type RequestContext } from './request.ts';

type Values = Record<string, unknown> | null;

/** One changed field. */
export interface Change {
  field: string;
  label: string;
  before: unknown;
  after: unknown;
}

/** One entry of the audit trail; `summary` is its sentence. */
export interface Activity {
  activity_id: number;
  at: string;
  category: 'change' | 'security' | 'note';
  action: string;
  entity_kind: string;
  entity_id: string | null;
  entity_label: string | null;
  customer_id: number | null;
  customer_name: string | null;
  actor_kind: string;
  user_id: number | null;
  /** The person behind it, also where a job did it for them. */
  user_name: string | null;
  actor_name: string;
  impersonator_id: number | null;
  impersonator_name: string | null;
  ip: string | null;
  user_agent: string | null;
  request_id: string | null;
  workflow_id: string | null;
  provision_id: number | null;
  summary: string;
  /** The fields as people call them, with names for numbers of records. */
  changes: Change[];
  before: Values;
  after: Values;
  details: Values;
}

/** A list query with the days it is about, `YYYY-MM-DD`, both included. */
export interface ActivityQuery extends ListQuery {
  from?: string;
  to?: string;
}

/** Lists the audit trail, newest first; with a customer only that customer's part. */
export function listActivity(
  query: ActivityQuery,
  customerId?: number,
  context: RequestContext = {},
): Promise<Page<Activity>> {
  const path = customerId === undefined ? '/crm/activity' : `/crm/activity/customer_id/${customerId}`;
  const { sort: _sort, order: _order, ...parameters } = listParameters(query);
  return request<Page<Activity>>('GET', path, {
    ...context,
    query: { ...parameters, from: startOf(query.from), to: endOf(query.to) },
  });
}

/** Leaves a note in a customer's timeline. */
export async function addNote(customerId: number, text: string): Promise<void> {
  await request('POST', `/crm/activity/customer_id/${customerId}`, { body: { text } });
}

/** Days are those of the person's own clock. */
const startOf = (day: string | undefined): string | undefined =>
  day ? new Date(`${day}T00:00:00`).toISOString() : undefined;

function endOf(day: string | undefined): string | undefined {
  if (!day) return undefined;
  const next = new Date(`${day}T00:00:00`);
  next.setDate(next.getDate() + 1);
  return next.toISOString();
}
