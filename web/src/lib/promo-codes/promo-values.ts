import type { PromoCode, PromoCodeInput } from '#lib/api/promo-codes-service.ts';
import { formatMoney } from '#lib/format/money.ts';
import { readStoredList } from '#lib/products/stored-list.ts';

/** Values of the promo code form, as inputs hold them. */
export interface PromoValues {
  code: string;
  description: string;
  kind: 'percent' | 'amount';
  percent_off: string;
  amount_off: number | null;
  applies_to: PromoCode['applies_to'];
  product_ids: string[];
  available_from: string | null;
  available_until: string | null;
  max_uses: string;
  max_uses_per_customer: string;
  enabled: boolean;
}

/** Form values of a promo code, or of a new one. */
export function promoValues(promo?: PromoCode): PromoValues {
  return {
    code: promo?.code ?? '',
    description: promo?.description ?? '',
    kind: promo?.amount_off ? 'amount' : 'percent',
    percent_off: promo?.percent_off ? String(promo.percent_off) : '',
    amount_off: promo?.amount_off ?? null,
    applies_to: promo?.applies_to ?? 'both',
    product_ids: readStoredList(promo?.product_ids),
    available_from: promo?.available_from ?? null,
    available_until: promo?.available_until ?? null,
    max_uses: promo?.max_uses ? String(promo.max_uses) : '',
    max_uses_per_customer: promo?.max_uses_per_customer ? String(promo.max_uses_per_customer) : '',
    enabled: promo?.enabled ?? true,
  };
}

/** Turns form values into what the API takes. */
export function promoInput({ kind, ...values }: PromoValues): PromoCodeInput {
  return {
    ...values,
    code: values.code.trim(),
    description: values.description.trim() || null,
    percent_off: kind === 'percent' ? values.percent_off.trim() || null : null,
    amount_off: kind === 'amount' ? values.amount_off : null,
    product_ids: values.product_ids.length === 0 ? null : values.product_ids,
    max_uses: values.max_uses.trim() || null,
    max_uses_per_customer: values.max_uses_per_customer.trim() || null,
  };
}

const targets: Record<PromoCode['applies_to'], string> = {
  both: 'set-up and monthly',
  setup: 'set-up only',
  monthly: 'monthly only',
};

/** What a code takes off, in words: "20% off", and from what. */
export function discountLabel(promo: Pick<PromoCode, 'percent_off' | 'amount_off' | 'applies_to'>): {
  off: string;
  from: string;
} {
  const off = promo.percent_off === null ? formatMoney(promo.amount_off) : `${promo.percent_off}%`;
  return { off: `${off} off`, from: targets[promo.applies_to] };
}

/** What is true of a code at a moment, milliseconds since the epoch. */
export function promoState(
  promo: Pick<PromoCode, 'enabled' | 'available_from' | 'available_until' | 'max_uses' | 'uses'>,
  nowMs: number,
): 'off' | 'upcoming' | 'ended' | 'used_up' | 'valid' {
  if (!promo.enabled) return 'off';
  if (promo.available_until && Date.parse(promo.available_until) < nowMs) return 'ended';
  if (promo.max_uses !== null && promo.uses >= promo.max_uses) return 'used_up';
  if (promo.available_from && Date.parse(promo.available_from) > nowMs) return 'upcoming';
  return 'valid';
}
