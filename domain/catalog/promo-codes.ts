import type { EntityManager } from '@mikro-orm/postgresql';
import { type Ctx, change } from '../context.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import { findPage, ordering } from '../find-page.ts';
import { given } from '../given.ts';
import { containing, type ListQuery, type Page, sortColumn } from '../paging.ts';
import { recordJson, type RecordJson, selectList } from '../record.ts';
import { PromoCode, type PromoCodeEntity } from './promo-code.entity.ts';
import { promoColumns } from './promo-columns.ts';
import { promoProducts, type PromoTarget } from './promo-rules.ts';

export type PromoJson = RecordJson<typeof promoColumns>;

/** A promo code as it is written. */
export interface PromoFields {
  code: string;
  description?: string | null | undefined;
  percent_off?: string | null | undefined;
  amount_off?: string | null | undefined;
  applies_to?: PromoTarget | undefined;
  product_ids?: string | null | undefined;
  available_from?: Date | null | undefined;
  available_until?: Date | null | undefined;
  max_uses?: number | null | undefined;
  max_uses_per_customer?: number | null | undefined;
  enabled?: boolean | undefined;
}

const sortable = ['promo_code_id', 'code', 'uses', 'available_until', 'created'] as const;

/** A page of promo codes. */
export async function listPromoCodes({ em }: Ctx, query: ListQuery): Promise<Page<PromoJson>> {
  const column = sortColumn(query, sortable, 'promo_code_id');
  const like = query.search === undefined ? undefined : containing(query.search);
  const where = like === undefined ? [] : [{ sql: 'p.code ilike ? or p.description ilike ?', params: [like, like] }];
  const orderBy = ordering(`p.${column}`, query.order, 'p.promo_code_id', column === 'available_until');
  const page = await findPage<Record<string, unknown>>(em, { select: selectList(promoColumns, 'p'), from: 'promo_code p', where, orderBy }, query);
  return { ...page, data: page.data.map((row) => recordJson(promoColumns, row)) };
}

/** Adds a promo code; throws `conflict` when the code exists in any spelling of its letters, `validation` for products that do not exist. */
export async function createPromoCode(ctx: Ctx, input: PromoFields): Promise<PromoJson> {
  return change(ctx, async (em) => {
    const promo = em.create(PromoCode, { ...given(input), code: input.code }, { persist: false });
    await demandGoodPromo(em, promo);
    await demandProducts(em, input.product_ids);
    await em.persist(promo).flush();
    return recordJson(promoColumns, promo);
  });
}

/** Changes what is given of a promo code; jobs that used it keep the discount they got. */
export async function updatePromoCode(ctx: Ctx, promoCodeId: number, input: Partial<PromoFields>): Promise<PromoJson> {
  return change(ctx, async (em) => {
    const promo = await demandPromoCode(em, promoCodeId);
    em.assign(promo, given(input));
    await demandGoodPromo(em, promo);
    await demandProducts(em, input.product_ids);
    await em.flush();
    return recordJson(promoColumns, promo);
  });
}

/** Removes a promo code that no job used; throws `conflict` otherwise. */
export async function deletePromoCode(ctx: Ctx, promoCodeId: number): Promise<PromoJson> {
  return change(ctx, async (em) => {
    const promo = await demandPromoCode(em, promoCodeId);
    const [used] = await em.execute<object[]>('select from promo_redemption where promo_code_id = ? limit 1', [promoCodeId]);
    if (used !== undefined) throw conflict(`${promo.code} has been used; disable it instead of deleting it.`);
    const shown = recordJson(promoColumns, promo);
    await em.remove(promo).flush();
    return shown;
  });
}

async function demandPromoCode(em: EntityManager, promoCodeId: number): Promise<PromoCodeEntity> {
  const promo = await em.findOne(PromoCode, { promo_code_id: promoCodeId });
  if (promo === null) throw notFound('Promo code', promoCodeId);
  return promo;
}

async function demandGoodPromo(em: EntityManager, promo: PromoCodeEntity): Promise<void> {
  const { percent_off, amount_off, available_from, available_until } = promo;
  if ((percent_off ?? null) === null && (amount_off ?? null) === null) throw invalid('percent_off', 'Give a percentage or an amount to take off.');
  if (percent_off && amount_off) throw invalid('amount_off', 'Give a percentage or an amount to take off, not both.');
  if (available_from && available_until && available_from > available_until) throw invalid('available_until', 'must not be before available_from');
  const [taken] = await em.execute<object[]>('select from promo_code where lower(code) = lower(?) and promo_code_id is distinct from ?', [
    promo.code,
    promo.promo_code_id ?? null,
  ]);
  if (taken !== undefined) throw conflict(`The code ${promo.code} exists already.`, 'code');
}

/** A code for products that are not there could never be used. */
async function demandProducts(em: EntityManager, stored: string | null | undefined): Promise<void> {
  const ids = promoProducts(stored);
  if (ids.length === 0) return;
  const known = await em.execute<{ id: string }[]>('select product_id::text as id from product where product_id::text = any(array[?]::text[])', [ids]);
  const missing = ids.filter((id) => !known.some((product) => product.id === id));
  if (missing.length > 0) throw invalid('product_ids', `There is no product ${missing.slice(0, 5).join(', ')}.`);
}
