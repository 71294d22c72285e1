import type { AccountType, CustomerStatus } from '../customers/customer-rules.ts';
import type { ServiceStatus } from '../services/service-rules.ts';
import { readList } from './lists.ts';
import { offerTime } from './offer-time.ts';
import type { ProductCategory } from './product-rules.ts';

/** What the rule needs to know of a product. */
export interface OfferedProduct {
  product_name: string;
  category: ProductCategory;
  service_type?: string | null | undefined;
  enabled: boolean;
  residential: boolean;
  business: boolean;
  customer_can_purchase: boolean;
  available_from?: Date | null | undefined;
  available_until?: Date | null | undefined;
  relies_on_list?: string | null | undefined;
}

/** What the rule needs to know of a customer. */
export interface OrderingCustomer {
  customer_account_type: AccountType;
  customer_status: CustomerStatus;
  customer_enabled: boolean;
  services: readonly OwnedService[];
}

export interface OwnedService {
  service_id: number;
  service_name: string;
  service_type: string | null;
  service_status: ServiceStatus;
  product_id: number | null;
}

/** The order that is checked; without a customer only the product itself is. */
export interface Order {
  product: OfferedProduct;
  customer?: OrderingCustomer;
  /** Existing service that the product is to be added to. */
  serviceId?: number | undefined;
  /** True when the customer orders for itself, false when staff or a system does. */
  bySelf: boolean;
  now: Date;
  /** Names of products by id, for the reasons; one that is not there is called by its number. */
  productNames?: ReadonlyMap<string, string>;
}

/** Why a product cannot be had; `code` is for programs, `message` for people. */
export interface Hindrance {
  code:
    | 'not_enabled'
    | 'not_yet'
    | 'no_longer'
    | 'staff_only'
    | 'customer_closed'
    | 'account_type'
    | 'no_such_service'
    | 'service_inactive'
    | 'service_type'
    | 'needs_service'
    | 'relies_on';
  message: string;
}

/** Everything that stands against an order (CAT-3); an empty list means that the customer may have the product. The one rule of API, provisioning and portal. */
export function hindrances(order: Order): Hindrance[] {
  const { product, customer } = order;
  return [
    ...ofProduct(order),
    ...(customer === undefined ? [] : [...ofCustomer(product, customer), ...ofServices(order, customer), ...ofReliance(order, customer)]),
  ];
}

function ofProduct({ product, bySelf, now }: Order): Hindrance[] {
  const found: Hindrance[] = [];
  if (!product.enabled) found.push({ code: 'not_enabled', message: `${product.product_name} is not on offer.` });
  if (product.available_from && now < product.available_from)
    found.push({ code: 'not_yet', message: `${product.product_name} is on offer from ${offerTime(product.available_from)}.` });
  if (product.available_until && now > product.available_until)
    found.push({ code: 'no_longer', message: `${product.product_name} was on offer until ${offerTime(product.available_until)}.` });
  if (bySelf && !product.customer_can_purchase) found.push({ code: 'staff_only', message: `${product.product_name} can be ordered through our staff only.` });
  return found;
}

function ofCustomer(product: OfferedProduct, customer: OrderingCustomer): Hindrance[] {
  const found: Hindrance[] = [];
  if (customer.customer_status !== 'Open' || !customer.customer_enabled) {
    found.push({
      code: 'customer_closed',
      message: `The customer’s account is ${customer.customer_status === 'Open' ? 'disabled' : customer.customer_status.toLowerCase()}.`,
    });
  }
  // Chapter 17: individuals also get what is marked neither residential nor business.
  const suits = customer.customer_account_type === 'Business' ? product.business : product.residential || !product.business;
  if (!suits) found.push({ code: 'account_type', message: `${product.product_name} is for ${product.business ? 'business' : 'residential'} customers.` });
  return found;
}

const active = (customer: OrderingCustomer): OwnedService[] => customer.services.filter((service) => service.service_status === 'Active');

function ofServices({ product, serviceId }: Order, customer: OrderingCustomer): Hindrance[] {
  const type = product.service_type ?? null;
  if (serviceId !== undefined) {
    const target = customer.services.find((service) => service.service_id === serviceId);
    if (target === undefined) return [{ code: 'no_such_service', message: 'The customer has no such service.' }];
    if (target.service_status === 'Inactive') return [{ code: 'service_inactive', message: `“${target.service_name}” is no longer active.` }];
    const fits = product.category !== 'addon' || type === null || target.service_type === type;
    return fits
      ? []
      : [
          {
            code: 'service_type',
            message: `${product.product_name} is for services of type ${type}; “${target.service_name}” is ${target.service_type ?? 'of none'}.`,
          },
        ];
  }
  if (product.category !== 'addon') return [];
  const matches = active(customer).some((service) => type === null || service.service_type === type);
  return matches
    ? []
    : [{ code: 'needs_service', message: `${product.product_name} is added to an active ${type ?? ''} service; the customer has none.`.replace('  ', ' ') }];
}

/** The product ids and service types that a product relies on. */
export const reliesOn = (stored: string | null | undefined): string[] =>
  readList(stored).flatMap((entry) =>
    entry
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );

function ofReliance({ product, productNames }: Order, customer: OrderingCustomer): Hindrance[] {
  const owned = active(customer);
  const missing = reliesOn(product.relies_on_list).filter(
    (needed) => !owned.some((service) => service.service_type === needed || String(service.product_id) === needed),
  );
  const named = (id: string): string => productNames?.get(id) ?? `product ${id}`;
  return missing.map((needed) => ({
    code: 'relies_on',
    message: `${product.product_name} needs ${/^\d+$/.test(needed) ? named(needed) : `a service of type ${needed}`} first.`,
  }));
}
