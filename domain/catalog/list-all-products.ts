import type { Ctx } from '../context.ts';
import { type Condition, filterConditions, findPage, ordering } from '../find-page.ts';
import { isTenant } from '../identity/scope.ts';
import { containing, type ListQuery, type Page, sortColumn } from '../paging.ts';
import { selectList } from '../record.ts';
import { productColumns, productJson, type ProductJson } from './product-columns.ts';

const sortable = [
  'product_id',
  'product_name',
  'product_slug',
  'category',
  'service_type',
  'retail_cost',
  'wholesale_cost',
  'enabled',
  'created',
  'last_modified',
] as const;
const filters = {
  category: 'p.category',
  service_type: 'p.service_type',
  enabled: 'p.enabled',
  residential: 'p.residential',
  business: 'p.business',
  customer_can_purchase: 'p.customer_can_purchase',
  provisioning_play: 'p.provisioning_play',
};
const onOffer = 'p.enabled and p.customer_can_purchase and coalesce(p.available_from <= now(), true) and coalesce(p.available_until >= now(), true)';

/** A page of the whole catalogue, on offer or not (CAT-2); a customer's own user sees what it could order. */
export async function listAllProducts({ em, principal }: Ctx, query: ListQuery): Promise<Page<ProductJson>> {
  const column = sortColumn(query, sortable, 'product_id');
  const where: Condition[] = filterConditions(query.filters, filters);
  if (isTenant(principal)) where.push({ sql: onOffer });
  if (query.search !== undefined) {
    const like = containing(query.search);
    where.push({ sql: 'p.product_name ilike ? or p.product_slug ilike ? or p.product_id::text = ?', params: [like, like, query.search] });
  }
  const orderBy = ordering(`p.${column}`, query.order, 'p.product_id', column === 'service_type');
  const page = await findPage(em, { select: selectList(productColumns, 'p'), from: 'product p', where, orderBy }, query);
  return { ...page, data: page.data.map((row) => productJson(principal, row)) };
}
