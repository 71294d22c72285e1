import { z } from '@hono/zod-openapi';
import { checkPromoCode } from '../../../domain/catalog/check-promo-code.ts';
import { listText } from '../../../domain/catalog/lists.ts';
import { createPromoCode, deletePromoCode, listPromoCodes, updatePromoCode } from '../../../domain/catalog/promo-codes.ts';
import { promoColumns } from '../../../domain/catalog/promo-columns.ts';
import { promoTargets } from '../../../domain/catalog/promo-rules.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { amount, flag, id, listQuery, optionalInstant, optionalText, pageOf, percent, text, wholeNumber } from '../../schemas/contract.ts';
import { recordShape } from '../../schemas/record.ts';

const tag = 'catalog';
const response = recordShape(promoColumns, 'PromoCode');
const one = { path: '/crm/promo_code/promo_code_id/{promo_code_id}', tag, params: z.object({ promo_code_id: id() }), response };

const code = text(64, 2).refine((value) => /^[\p{L}\p{N}_-]+$/u.test(value), 'must be letters, digits, _ and -, such as SPRING-20');
const blank = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === '' ? null : value), schema.nullable());
const products = z
  .union([z.string().max(2000), z.array(z.union([z.string(), z.number()])).max(200), z.null()], 'must be a list of product ids')
  .transform((value) => listText(value))
  .openapi({ type: ['string', 'null'], example: '[1, 5]' });
const fields = {
  description: optionalText(2000).optional(),
  percent_off: blank(percent().refine((value) => Number(value) > 0, 'must be more than nothing')).optional(),
  amount_off: blank(amount().refine((value) => Number(value) > 0, 'must be more than nothing')).optional(),
  applies_to: z.enum(promoTargets).optional(),
  product_ids: products.optional(),
  available_from: optionalInstant().optional(),
  available_until: optionalInstant().optional(),
  max_uses: blank(wholeNumber(1)).optional(),
  max_uses_per_customer: blank(wholeNumber(1)).optional(),
  enabled: flag().optional(),
};
const newPromo = z.object({ code, ...fields }).openapi('NewPromoCode');
const promoChange = z.object({ code: code.optional(), ...fields }).openapi('PromoCodeChange');
const checkQuery = z.object({ code: text(64, 1), product_id: id(), customer_id: id().optional() });
const costs = z.object({ retail_cost: z.number(), retail_setup_cost: z.number() });
const checked = z.object({ code: z.string(), ...costs.shape, full: costs }).openapi('PromoOffer');

/** Promo codes (CAT-7); who may change products may change them. */
export function promoCodeRoutes(api: Api): void {
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/promo_code',
      policy: { permission: 'view_product' },
      tag,
      summary: 'List promo codes',
      query: listQuery,
      response: pageOf(response),
    },
    (ctx, { query }) => listPromoCodes(ctx, query),
  );
  endpoint(
    api,
    { method: 'put', path: '/crm/promo_code', policy: { permission: 'create_product' }, tag, summary: 'Create a promo code', body: newPromo, response },
    (ctx, { body }) => createPromoCode(ctx, body),
  );
  endpoint(
    api,
    { method: 'patch', ...one, policy: { permission: 'update_product' }, summary: 'Change a promo code', body: promoChange },
    (ctx, { params, body }) => updatePromoCode(ctx, params.promo_code_id, body),
  );
  endpoint(api, { method: 'delete', ...one, policy: { permission: 'delete_product' }, summary: 'Remove a promo code that was never used' }, (ctx, { params }) =>
    deletePromoCode(ctx, params.promo_code_id),
  );
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/promo_code/check',
      policy: 'signed_in',
      tag,
      summary: 'What a product costs a customer with a code',
      query: checkQuery,
      response: checked,
    },
    (ctx, { query }) => checkPromoCode(ctx, query),
  );
}
