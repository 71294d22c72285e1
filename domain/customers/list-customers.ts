import type { Ctx } from '../context.ts';
import { type Condition, filterConditions, findPage, ordering } from '../find-page.ts';
import { containing, type ListQuery, type Page, sortColumn } from '../paging.ts';
import { recordJson, selectList } from '../record.ts';
import { type CustomerJson, customerColumns } from './customer-columns.ts';
import { searchedDigits } from './phone-number.ts';

const sortable = [
  'customer_id',
  'customer_name',
  'customer_account_type',
  'customer_status',
  'customer_payment_type',
  'contract_end_date',
  'created',
  'last_modified',
] as const;
const filters = {
  customer_status: 'c.customer_status',
  customer_account_type: 'c.customer_account_type',
  customer_payment_type: 'c.customer_payment_type',
  customer_enabled: 'c.customer_enabled',
};
const select = selectList(customerColumns, 'c');

/** A page of customers, searched by name, number, or a contact's e-mail address or telephone number (CUS-2). */
export async function listCustomers({ em, principal }: Ctx, query: ListQuery): Promise<Page<CustomerJson>> {
  const column = sortColumn(query, sortable, 'customer_id');
  const { attribute_name: names, attribute_value: values, ...plain } = query.filters;
  const where: Condition[] = [...filterConditions(plain, filters), ...withAttribute(names, values)];
  if (principal.customerId !== null) where.push({ sql: 'c.customer_id = ?', params: [principal.customerId] });
  // What was deleted is listed only for those who ask for it.
  if (query.filters['customer_status'] === undefined) where.push({ sql: `c.customer_status <> 'Archived'` });
  if (query.search !== undefined) where.push(searched(query.search));
  const orderBy = ordering(`c.${column}`, query.order, 'c.customer_id', column === 'contract_end_date');
  const page = await findPage(em, { select, from: 'customer c', where, orderBy, key: 'c.customer_id' }, query);
  return { ...page, data: page.data.map((row) => recordJson(customerColumns, row)) };
}

/** Customers with an attribute of one of these names and one of these values (CUS-6); either may be left out. */
function withAttribute(names: ListQuery['filters'][string] | undefined, values: ListQuery['filters'][string] | undefined): Condition[] {
  const given = Object.entries({ attribute_name: names, attribute_value: values }).filter(([, words]) => words !== undefined && words.length > 0);
  if (given.length === 0) return [];
  const matching = given.map(([column]) => `a.${column} = any(array[?]::text[])`).join(' and ');
  return [{ sql: `c.customer_id in (select a.customer_id from customer_attribute a where ${matching})`, params: given.map(([, words]) => words?.map(String)) }];
}

/** One branch per index: an OR over two tables would read both from end to end. */
function searched(search: string): Condition {
  const like = containing(search);
  const branches = ['select customer_id from customer where customer_name ilike ?', 'select customer_id from customer_contact where contact_email ilike ?'];
  const params: unknown[] = [like, like];
  const digits = searchedDigits(search);
  if (digits !== undefined) {
    branches.push('select customer_id from customer_contact where contact_phone like ?');
    params.push(`%${digits}%`);
  }
  if (/^\d{1,9}$/.test(search)) {
    branches.push('select ?::int');
    params.push(Number(search));
  }
  return { sql: `c.customer_id in (${branches.join(' union all ')})`, params };
}
