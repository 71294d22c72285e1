import type { EntityManager } from '@mikro-orm/postgresql';
import { type Principal, satisfies } from '../identity/principal.ts';
import type { SearchDetails, SearchHit } from './search-hit.ts';
import type { SearchKind } from './search-kinds.ts';

const sources: Record<SearchKind, string> = {
  customer: `select c.customer_account_type as detail, c.customer_status as status from customer c where c.customer_id = h.id`,
  contact: `select concat_ws(' · ', o.contact_email, o.contact_phone) as detail, null as status from customer_contact o where o.contact_id = h.id`,
  service: `select s.service_uuid as detail, s.service_status as status from service s where s.service_id = h.id`,
  inventory: `select i.item as detail, i.item_state as status from inventory i where i.inventory_id = h.id`,
  site: `select concat_ws(', ', s.address_line_1, s.city) as detail, null as status from customer_site s where s.site_id = h.id`,
};

/** The hits of one page with whom they belong to. */
export async function searchDetails(em: EntityManager, principal: Principal, hits: readonly SearchHit[]): Promise<SearchHit[]> {
  if (hits.length === 0) return [];
  const seesCustomers = satisfies(principal, { permission: 'view_customer', own: 'view_own_customer' });
  const rows = await em.execute<(SearchDetails & { type: SearchKind; id: number })[]>(
    `select h.type, h.id, c.customer_name, nullif(coalesce(${kinds.map((kind) => `${kind}_detail.detail`).join(', ')}), '') as detail,
            coalesce(${kinds.map((kind) => `${kind}_detail.status`).join(', ')}) as status
       from (values ${hits.map(() => '(?::text, ?::int, ?::int)').join(', ')}) h(type, id, customer_id)
       left join customer c on c.customer_id = h.customer_id
       ${kinds.map((kind) => `left join lateral (${sources[kind]} and h.type = '${kind}') ${kind}_detail on true`).join('\n')}`,
    hits.flatMap(({ type, id, customer_id }) => [type, id, customer_id]),
  );
  const known = new Map(rows.map((row) => [`${row.type} ${row.id}`, row]));
  return hits.map((hit) => {
    const { customer_name = null, detail = null, status = null } = known.get(`${hit.type} ${hit.id}`) ?? {};
    return { ...hit, customer_name: seesCustomers ? customer_name : null, detail, status };
  });
}

const kinds = Object.keys(sources) as SearchKind[];
