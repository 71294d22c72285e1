import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Ctx, change } from '../context.ts';
import { demandCustomer } from '../customers/demand-customer.ts';
import { demandNotArchived } from '../customers/demand-not-archived.ts';
import { DomainError, type FieldFault } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { transactionJson, type TransactionJson } from './transaction-columns.ts';
import { linked, type TransactionLinks } from './transaction-links.ts';
import { chargeOf, type CreditType, type TransactionType } from './transaction-rules.ts';
import { Transaction, type TransactionEntity } from './transaction.entity.ts';

/** A new charge or credit; amounts and percentages are decimal strings. */
export interface CreateTransactionInput extends TransactionLinks {
  customer_id: number;
  title: string;
  description?: string | null | undefined;
  transaction_type?: TransactionType | undefined;
  credit_type?: CreditType | null | undefined;
  retail_cost: string;
  wholesale_cost?: string | undefined;
  /** Overrides the product's. */
  tax_percentage?: string | undefined;
  transaction_date?: Date | null | undefined;
}

/**
 * Books a charge or credit of a customer (BIL-1); throws `conflict` for an archived one. The same body again from the same provisioning job answers the
 * transaction that is there, so that a repeated task charges nobody twice.
 */
export async function createTransaction(ctx: Ctx, input: CreateTransactionInput): Promise<TransactionJson> {
  const { principal } = ctx;
  const type = input.transaction_type ?? (principal.play !== undefined && input.retail_cost.startsWith('-') ? 'credit' : 'debit');
  demandGoodAmount(principal, type, input);
  return change(ctx, async (em) => {
    await demandCustomer(em, principal, input.customer_id);
    await demandNotArchived(em, input.customer_id);
    const key = idempotencyKey(principal, input);
    const transaction = (await alreadyBooked(em, key)) ?? (await book(em, principal, { ...input, transaction_type: type }, key));
    return transactionJson(principal, transaction);
  });
}

/** People enter positive amounts and say what a credit is; plays also book costs of nothing, and credits as negative amounts. */
function demandGoodAmount({ play }: Principal, type: TransactionType, { retail_cost: cost, credit_type: creditType }: CreateTransactionInput): void {
  const faults: FieldFault[] = [];
  if (play === undefined && Number(cost) <= 0)
    faults.push({ field: 'retail_cost', message: 'must be more than zero; a credit is entered as a positive amount too' });
  if (play !== undefined && type === 'debit' && Number(cost) < 0) faults.push({ field: 'retail_cost', message: 'must not be negative' });
  if (play === undefined && type === 'credit' && !creditType) faults.push({ field: 'credit_type', message: 'must say what the credit is' });
  if (type === 'debit' && creditType) faults.push({ field: 'credit_type', message: 'is for credits only' });
  const [first] = faults;
  if (first !== undefined) throw new DomainError('validation', `${first.field} ${first.message}.`, { faults });
}

/** The date is left out: a task that is repeated writes a later one. */
function idempotencyKey({ play }: Principal, { transaction_date: _date, ...body }: CreateTransactionInput): string | null {
  if (play === undefined) return null;
  const canonical = Object.entries(body)
    .filter(([, value]) => value !== undefined && value !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `provision-${play.provisionId}:${createHash('sha256').update(JSON.stringify(canonical)).digest('hex')}`;
}

async function alreadyBooked(em: EntityManager, key: string | null): Promise<TransactionEntity | null> {
  if (key === null) return null;
  // Two requests with one body at once: the second waits here and finds what the first booked.
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [key]);
  return em.findOne(Transaction, { idempotency_key: key });
}

async function book(
  em: EntityManager,
  principal: Principal,
  input: CreateTransactionInput & { transaction_type: TransactionType },
  key: string | null,
): Promise<TransactionEntity> {
  const { product_id, tax_percentage } = await linked(em, principal, input.customer_id, input);
  const transaction = em.create(Transaction, {
    customer_id: input.customer_id,
    service_id: input.service_id ?? null,
    site_id: input.site_id ?? null,
    product_id,
    provision_id: principal.play?.provisionId ?? null,
    title: input.title,
    description: input.description ?? null,
    transaction_type: input.transaction_type,
    credit_type: input.credit_type ?? null,
    ...chargeOf(input.transaction_type, input.retail_cost, input.tax_percentage ?? tax_percentage),
    wholesale_cost: input.wholesale_cost ?? '0',
    transaction_date: input.transaction_date ?? new Date(),
    idempotency_key: key,
  });
  await em.flush();
  return transaction;
}
