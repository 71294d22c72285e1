import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Product } from '../catalog/product.entity.ts';
import { type Ctx, change } from '../context.ts';
import { demandCustomer } from '../customers/demand-customer.ts';
import { Site } from '../customers/site.entity.ts';
import { DomainError, invalid } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { Service, type ServiceEntity } from '../services/service.entity.ts';
import { taxAmount } from './tax.ts';
import { type TransactionJson, transactionJson } from './transaction-columns.ts';
import { Transaction } from './transaction.entity.ts';

/** A charge or credit as plays and staff write it; amounts are decimal strings in the operator's currency. */
export interface CreateTransactionInput {
  customer_id: number;
  service_id?: number | null | undefined;
  site_id?: number | null | undefined;
  product_id?: number | null | undefined;
  title: string;
  description?: string | null | undefined;
  transaction_type?: 'debit' | 'credit' | undefined;
  credit_type?: string | null | undefined;
  retail_cost: string;
  wholesale_cost?: string | undefined;
  tax_percentage?: string | undefined;
  transaction_date?: Date | null | undefined;
}

/**
 * Records a charge (positive) or credit (stored negative); tax comes from the product unless overridden, credits have
 * none. The same charge again from the same job's play answers the one that is there (PRV-7). Throws by field.
 */
export async function createTransaction(ctx: Ctx, input: CreateTransactionInput): Promise<TransactionJson> {
  return change(ctx, async (em) => {
    await demandCustomer(em, ctx.principal, input.customer_id);
    const idempotencyKey = keyOf(ctx.principal, input);
    if (idempotencyKey !== null) {
      await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [idempotencyKey]);
      const existing = await em.findOne(Transaction, { idempotency_key: idempotencyKey, void: false });
      if (existing !== null) return transactionJson(ctx.principal, existing);
    }
    const service = await serviceOf(em, input);
    await demandSite(em, input);
    const transaction = em.create(Transaction, {
      ...(await amounts(em, input, service)),
      ...details(input, service),
      provision_id: ctx.principal.play?.provisionId ?? null,
      idempotency_key: idempotencyKey,
    });
    await em.flush();
    return transactionJson(ctx.principal, transaction);
  });
}

function details(input: CreateTransactionInput, service: ServiceEntity | null) {
  return {
    customer_id: input.customer_id,
    service_id: input.service_id ?? null,
    site_id: input.site_id ?? null,
    product_id: input.product_id ?? service?.product_id ?? null,
    title: input.title,
    description: input.description ?? null,
    credit_type: input.credit_type ?? null,
    transaction_date: input.transaction_date ?? new Date(),
  };
}

async function amounts(em: EntityManager, input: CreateTransactionInput, service: ServiceEntity | null) {
  const credit = input.transaction_type === 'credit' || input.retail_cost.startsWith('-');
  if (input.transaction_type === 'debit' && credit) throw invalid('retail_cost', 'A charge is a positive amount; use transaction_type credit for a credit.');
  if (input.transaction_type === 'credit' && !input.credit_type) throw invalid('credit_type', 'Say how the credit came about, e.g. Cash, Card, Bank Transfer.');
  const unsigned = input.retail_cost.replace(/^-/, '');
  const retail_cost = credit && Number(unsigned) !== 0 ? `-${unsigned}` : unsigned;
  const tax_percentage = credit ? '0' : (input.tax_percentage ?? (await productTax(em, input, service)));
  return {
    transaction_type: credit ? ('credit' as const) : ('debit' as const),
    retail_cost,
    wholesale_cost: input.wholesale_cost ?? '0',
    tax_percentage,
    tax_amount: taxAmount(retail_cost, tax_percentage),
  };
}

async function productTax(em: EntityManager, { product_id }: CreateTransactionInput, service: ServiceEntity | null): Promise<string> {
  if (service?.service_taxable === false) return '0';
  const productId = product_id ?? service?.product_id;
  if (!productId) return '0';
  const product = await em.findOne(Product, { product_id: productId });
  if (product === null) throw new DomainError('not_found', `Product ${productId} not found.`, { field: 'product_id' });
  return product.tax_percentage;
}

async function serviceOf(em: EntityManager, { customer_id, service_id }: CreateTransactionInput): Promise<ServiceEntity | null> {
  if (!service_id) return null;
  const service = await em.findOne(Service, { service_id, customer_id });
  if (service === null) throw new DomainError('not_found', `Customer ${customer_id} has no service ${service_id}.`, { field: 'service_id' });
  return service;
}

async function demandSite(em: EntityManager, { customer_id, site_id }: CreateTransactionInput): Promise<void> {
  if (site_id && (await em.count(Site, { site_id, customer_id })) === 0) {
    throw new DomainError('not_found', `Customer ${customer_id} has no site ${site_id}.`, { field: 'site_id' });
  }
}

/** A play's charge is known by its job and its content; people may charge the same twice. */
function keyOf({ play }: Principal, { transaction_date: _when, ...content }: CreateTransactionInput): string | null {
  if (play === undefined) return null;
  const digest = createHash('sha256')
    .update(JSON.stringify(Object.entries(content).toSorted(([a], [b]) => a.localeCompare(b))))
    .digest('hex');
  return `provision:${play.provisionId}:${digest}`;
}
