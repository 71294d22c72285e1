import type { Ctx } from '../context.ts';
import { demandCustomer } from '../customers/demand-customer.ts';
import { searchedDigits } from '../customers/phone-number.ts';
import { type Condition, filterConditions, findPage, ordering } from '../find-page.ts';
import type { Principal } from '../identity/principal.ts';
import { isTenant } from '../identity/scope.ts';
import { containing, type ListQuery, type Page, sortColumn } from '../paging.ts';
import { selectList } from '../record.ts';
import { serviceScope } from './find-service.ts';
import { type ListedServiceJson, serviceColumns, serviceJson, type ServiceJson } from './service-columns.ts';
import { Service } from './service.entity.ts';

const select = `${selectList(serviceColumns, 's')}, c.customer_name`;
const sortable = [
  'service_id',
  'service_name',
  'customer_name',
  'service_type',
  'service_status',
  'service_active_date',
  'service_deactivate_date',
  'contract_end_date',
  'retail_cost',
  'created',
  'last_modified',
] as const;
const canBeEmpty: readonly string[] = ['service_type', 'service_active_date', 'service_deactivate_date', 'contract_end_date'];
const filters = {
  service_status: 's.service_status',
  service_type: 's.service_type',
  customer_id: 's.customer_id',
  product_id: 's.product_id',
  site_id: 's.site_id',
  service_billed: 's.service_billed',
};

/** A page of services (chapter 23), searched by name, number, uuid, customer, or the telephone number of the stock they have. */
export async function listServices({ em, principal }: Ctx, query: ListQuery): Promise<Page<ListedServiceJson>> {
  const column = sortColumn(query, sortable, 'service_id');
  const where = [...filterConditions(query.filters, filters), ...scope(principal), ...(query.search === undefined ? [] : [searched(query.search)])];
  const orderBy = ordering(`${column === 'customer_name' ? 'c' : 's'}.${column}`, query.order, 's.service_id', canBeEmpty.includes(column));
  const page = await findPage<{ customer_name: string }>(
    em,
    { select, from: 'service s', join: 'join customer c on c.customer_id = s.customer_id', where, orderBy },
    query,
  );
  return { ...page, data: page.data.map((row) => ({ ...serviceJson(principal, row), customer_name: row.customer_name })) };
}

/** All services of a customer, oldest first. */
export async function listServicesOf({ em, principal }: Ctx, customerId: number): Promise<ServiceJson[]> {
  await demandCustomer(em, principal, customerId);
  const services = await em.find(Service, { ...serviceScope(principal), customer_id: customerId }, { orderBy: { service_id: 'asc' } });
  return services.map((service) => serviceJson(principal, service));
}

function scope(principal: Principal): Condition[] {
  if (principal.customerId === null) return [];
  return [{ sql: `s.customer_id = ?${isTenant(principal) ? ' and s.service_visible_to_customer' : ''}`, params: [principal.customerId] }];
}

/** One branch per index: an OR over three tables would read them from end to end. */
function searched(search: string): Condition {
  const like = containing(search);
  const digits = searchedDigits(search);
  const branches: Condition[] = [
    { sql: 'select service_id from service where service_name ilike ?', params: [like] },
    { sql: 'select service_id from service where service_uuid ilike ?', params: [like] },
    { sql: 'select o.service_id from customer n join service o on o.customer_id = n.customer_id where n.customer_name ilike ?', params: [like] },
    { sql: 'select service_id from inventory where service_id is not null and (itemtext1 ilike ? or itemtext2 ilike ?)', params: [like, like] },
  ];
  if (digits !== undefined)
    branches.push({ sql: 'select service_id from inventory where service_id is not null and itemtext1 like ?', params: [`%${digits}%`] });
  if (/^\d{1,9}$/.test(search)) branches.push({ sql: 'select ?::int', params: [Number(search)] });
  return { sql: `s.service_id in (${branches.map(({ sql }) => sql).join(' union all ')})`, params: branches.flatMap(({ params }) => params ?? []) };
}
