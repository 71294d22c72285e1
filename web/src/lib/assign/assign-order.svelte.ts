import type { CustomerDetail } from '#lib/api/customers-service.ts';
import type { InventoryItem } from '#lib/api/inventory-service.ts';
import type { PromoOffer } from '#lib/api/promo-codes-service.ts';
import type { Product } from '#lib/api/products-service.ts';
import type { ProvisionOrder } from '#lib/api/provisions-service.ts';
import type { Service } from '#lib/api/services-service.ts';
import { randomKey } from '#lib/api/random-key.ts';

/** Parts of the flow; which of them an order has depends on its product and customer. */
export type AssignStepId = 'plan' | 'customer' | 'service' | 'stock' | 'details' | 'review';

/** An item that was chosen, or any that is available when the order is placed. */
export type StockChoice = InventoryItem | 'auto';

export const stepLabels: Record<AssignStepId, string> = {
  plan: 'Plan',
  customer: 'Customer',
  service: 'Service',
  stock: 'Stock',
  details: 'Details',
  review: 'Review',
};

/** An order while it is put together (chapter 21). */
export class AssignOrder {
  product = $state.raw<Product>();
  customer = $state.raw<CustomerDetail>();
  service = $state.raw<Service>();
  items = $state.raw<Record<string, StockChoice | undefined>>({});
  autoRenew = $state<boolean>();
  siteId = $state('');
  billingContactId = $state('');
  technicalContactId = $state('');
  purchaseOrder = $state('');
  termsAccepted = $state(false);
  promoCode = $state('');
  /** What the order costs with the code; absent while that is not known, or when the code cannot be used. */
  offer = $state.raw<PromoOffer>();
  /** One per order: sending it twice, after a lost answer, starts one job. */
  idempotencyKey = randomKey();

  get isAddon(): boolean {
    return this.product?.category === 'addon';
  }

  /** True when the product leaves the renewal to be decided with each order. */
  get asksRenewal(): boolean {
    return this.product?.auto_renew === 'prompt';
  }

  get steps(): AssignStepId[] {
    const business = this.customer?.customer_account_type === 'Business';
    return [
      'plan',
      'customer',
      ...(this.isAddon ? (['service'] as const) : []),
      ...(this.product && this.product.inventory_items.length > 0 ? (['stock'] as const) : []),
      ...(business || this.asksRenewal ? (['details'] as const) : []),
      'review',
    ];
  }

  /** True when a step has all it needs. */
  isComplete(step: AssignStepId): boolean {
    switch (step) {
      case 'plan':
        return this.product !== undefined;
      case 'customer':
        return this.customer !== undefined;
      case 'service':
        return this.service !== undefined;
      case 'stock':
        return this.product?.inventory_items.every((name) => this.items[name] !== undefined) ?? false;
      case 'details':
        return !this.asksRenewal || this.autoRenew !== undefined;
      case 'review':
        return (this.termsAccepted || !this.product?.terms) && (this.offer !== undefined || !this.promoCode.trim());
    }
  }

  /** The first step that still lacks something, else the last one. */
  get firstOpen(): AssignStepId {
    return this.steps.find((step) => !this.isComplete(step)) ?? 'review';
  }

  setItem(name: string, item: StockChoice | undefined): void {
    this.items = { ...this.items, [name]: item };
  }

  /** What the order says about one kind of stock. */
  itemLabel(name: string): string | undefined {
    const choice = this.items[name];
    return choice === 'auto' ? 'Any available' : (choice?.itemtext1 ?? undefined);
  }

  /** Forgets what depended on the product. */
  chooseProduct(product: Product): void {
    if (product.product_id === this.product?.product_id) return;
    this.product = product;
    this.items = {};
    this.autoRenew = undefined;
    this.termsAccepted = false;
  }

  /** Makes a new order of this one, after its answer said that nothing was started. */
  renewKey(): void {
    this.idempotencyKey = randomKey();
  }

  /** The body of `PUT /crm/provision/`. Throws when a product or customer is missing. */
  toRequest(): ProvisionOrder {
    const { product, customer, service } = this;
    if (!product || !customer) throw new Error('An order needs a product and a customer.');
    const stock = Object.fromEntries(
      product.inventory_items.map((name) => {
        const choice = this.items[name];
        return [name, choice === 'auto' ? choice : choice?.inventory_id];
      }),
    );
    const optional = {
      site_id: this.siteId ? Number(this.siteId) : undefined,
      billing_contact_id: this.billingContactId ? Number(this.billingContactId) : undefined,
      technical_contact_id: this.technicalContactId ? Number(this.technicalContactId) : undefined,
      po_number: this.purchaseOrder.trim() || undefined,
      auto_renew: this.asksRenewal ? this.autoRenew : undefined,
      promo_code: this.promoCode.trim() || undefined,
      terms_accepted: product.terms ? this.termsAccepted : undefined,
    };
    return {
      product_id: product.product_id,
      customer_id: customer.customer_id,
      ...(service ? { service_id: service.service_id } : {}),
      ...stock,
      ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
    };
  }
}
