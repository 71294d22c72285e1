import type { EntityManager } from '@mikro-orm/postgresql';
import { invalid } from '../errors.ts';
import type { ProductEntity } from './product.entity.ts';
import { PromoCode } from './promo-code.entity.ts';
import { type Costs, discounted, promoHindrance } from './promo-rules.ts';

/** A promo code applied to a product: what the customer pays, and would have paid. */
export interface PromoOffer {
  promoCodeId: number;
  code: string;
  costs: Costs;
  full: Costs;
}

/** Applies a code to a product for a customer; throws `validation` on `promo_code` with the reason when it cannot be used. */
export async function promoOffer(em: EntityManager, code: string, product: ProductEntity, customerId: number): Promise<PromoOffer> {
  const [row] = await em.execute<{ promo_code_id: number; used: number }[]>(
    `select p.promo_code_id, (select count(*)::int from promo_redemption r where r.promo_code_id = p.promo_code_id and r.customer_id = ?) as used
       from promo_code p where lower(p.code) = lower(?)`,
    [customerId, code.trim()],
  );
  const promo = row === undefined ? null : await em.findOne(PromoCode, { promo_code_id: row.promo_code_id });
  if (promo === null || row === undefined) throw invalid('promo_code', 'There is no such promo code.');
  const hindrance = promoHindrance(promo, product.product_id, row.used, new Date());
  if (hindrance !== undefined) throw invalid('promo_code', hindrance);
  const full = { retail_cost: product.retail_cost, retail_setup_cost: product.retail_setup_cost };
  return { promoCodeId: promo.promo_code_id, code: promo.code, costs: discounted(promo, full), full };
}

/**
 * Counts a job's use of its code, in the transaction that stores the job; throws `conflict` when other orders used the
 * code up meanwhile.
 */
export async function redeemPromo(em: EntityManager, provisionId: number, customerId: number, { promoCodeId, code, costs, full }: PromoOffer): Promise<void> {
  const counted = await em.execute<object[]>(
    `update promo_code p set uses = uses + 1 where p.promo_code_id = ? and (p.max_uses is null or p.uses < p.max_uses)
        and (p.max_uses_per_customer is null or p.max_uses_per_customer >
             (select count(*) from promo_redemption r where r.promo_code_id = p.promo_code_id and r.customer_id = ?)) returning 1`,
    [promoCodeId, customerId],
  );
  if (counted.length === 0) throw invalid('promo_code', `The code ${code} has been used up.`);
  await em.execute(
    `insert into promo_redemption (provision_id, promo_code_id, customer_id, code, retail_cost, retail_setup_cost, full_retail_cost, full_retail_setup_cost)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    [provisionId, promoCodeId, customerId, code, costs.retail_cost, costs.retail_setup_cost, full.retail_cost, full.retail_setup_cost],
  );
}

/** Gives a failed job's use of its code back. May be repeated. */
export async function releasePromo(em: EntityManager, provisionId: number): Promise<void> {
  await em.execute(
    `with released as (delete from promo_redemption where provision_id = ? returning promo_code_id)
     update promo_code set uses = uses - 1 where promo_code_id in (select promo_code_id from released)`,
    [provisionId],
  );
}

/** What a job's customer pays for its product, when the job has a promo code. */
export async function costsOfJob(em: EntityManager, provisionId: number, productId: number): Promise<(Costs & { code: string }) | undefined> {
  const [row] = await em.execute<(Costs & { code: string })[]>(
    `select r.retail_cost, r.retail_setup_cost, r.code from promo_redemption r join provision p using (provision_id)
      where r.provision_id = ? and p.product_id = ?`,
    [provisionId, productId],
  );
  return row;
}
