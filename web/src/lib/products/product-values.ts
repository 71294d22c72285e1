import type { Product, ProductInput } from '#lib/api/products-service.ts';
import { readStoredList } from './stored-list.ts';

/** Values of the product form: texts instead of nulls, and numbers as typed, so that inputs can be bound to them. */
export interface ProductValues extends Omit<
  ProductInput,
  | 'service_type'
  | 'comment'
  | 'icon'
  | 'terms'
  | 'provisioning_play'
  | 'provisioning_json_vars'
  | 'tax_percentage'
  | 'contract_days'
  | Amount
> {
  service_type: string;
  comment: string;
  icon: string;
  terms: string;
  provisioning_play: string;
  provisioning_json_vars: string;
  tax_percentage: string;
  contract_days: string;
  retail_cost: number | null;
  wholesale_cost: number | null;
  retail_setup_cost: number | null;
  wholesale_setup_cost: number | null;
}

type Amount = 'retail_cost' | 'wholesale_cost' | 'retail_setup_cost' | 'wholesale_setup_cost';

/** Form values of a product, or of a new one. */
export function productValues(product?: Product): ProductValues {
  return {
    product_name: product?.product_name ?? '',
    product_slug: product?.product_slug ?? '',
    category: product?.category ?? 'standalone',
    service_type: product?.service_type ?? '',
    comment: product?.comment ?? '',
    icon: product?.icon ?? '',
    retail_cost: product?.retail_cost ?? 0,
    wholesale_cost: product?.wholesale_cost ?? 0,
    retail_setup_cost: product?.retail_setup_cost ?? 0,
    wholesale_setup_cost: product?.wholesale_setup_cost ?? 0,
    tax_percentage: String(product?.tax_percentage ?? 0),
    enabled: product?.enabled ?? true,
    residential: product?.residential ?? true,
    business: product?.business ?? false,
    customer_can_purchase: product?.customer_can_purchase ?? false,
    available_from: product?.available_from ?? null,
    available_until: product?.available_until ?? null,
    contract_days: String(product?.contract_days ?? 0),
    auto_renew: product?.auto_renew ?? 'false',
    allow_auto_renew: product?.allow_auto_renew ?? false,
    terms: product?.terms ?? '',
    features_list: product?.features ?? [],
    provisioning_play: product?.provisioning_play ?? '',
    provisioning_json_vars: prettyJson(product?.provisioning_json_vars),
    inventory_items_list: product?.inventory_items ?? [],
    relies_on_list: readStoredList(product?.relies_on_list),
  };
}

/** Form values of a copy: another slug, not on offer until somebody has looked at it. */
export function cloneValues(product: Product): ProductValues {
  return {
    ...productValues(product),
    product_name: `${product.product_name} (copy)`,
    product_slug: `${product.product_slug}_clone`,
    enabled: false,
  };
}

/** Turns form values into what the API takes. */
export function productInput(values: ProductValues): ProductInput {
  const filled = (list: readonly string[]): string[] => list.map((entry) => entry.trim()).filter(Boolean);
  return {
    ...values,
    service_type: values.service_type || null,
    comment: values.comment || null,
    icon: values.icon || null,
    terms: values.terms || null,
    provisioning_play: values.provisioning_play || null,
    provisioning_json_vars: values.provisioning_json_vars.trim() || null,
    tax_percentage: Number(values.tax_percentage || 0),
    contract_days: Number(values.contract_days || 0),
    retail_cost: values.retail_cost ?? 0,
    wholesale_cost: values.wholesale_cost ?? 0,
    retail_setup_cost: values.retail_setup_cost ?? 0,
    wholesale_setup_cost: values.wholesale_setup_cost ?? 0,
    features_list: filled(values.features_list),
    relies_on_list: filled(values.relies_on_list),
  };
}

/** A slug made of a product's name: "Mobile 20 GB!" → "mobile-20-gb". */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/** What is wrong with the text of a JSON object, or undefined. */
export function jsonFault(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? undefined
      : 'Must be a JSON object, such as {"days": 30}.';
  } catch (cause) {
    return `Is not JSON: ${cause instanceof Error ? cause.message : 'it cannot be read'}.`;
  }
}

function prettyJson(text: string | null | undefined): string {
  if (!text || jsonFault(text)) return text ?? '';
  return JSON.stringify(JSON.parse(text), null, 2);
}
