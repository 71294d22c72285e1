import { z } from '@hono/zod-openapi';
import { transactionColumns } from '../../../domain/billing/transaction-columns.ts';
import { creditTypes, transactionTypes } from '../../../domain/billing/transaction-rules.ts';
import { amount, blankToNull, id, instant, optionalId, optionalInstant, optionalText, percent, text } from '../../schemas/contract.ts';
import { recordShape } from '../../schemas/record.ts';

const wholesale = amount().refine((value) => !value.startsWith('-'), 'must not be negative');

/** Charge or credit to be added to a customer; amounts in the operator’s currency, tax in per cent. */
export const newTransaction = z
  .object({
    customer_id: id(),
    service_id: optionalId().optional(),
    site_id: optionalId().optional(),
    product_id: optionalId().optional(),
    invoice_id: z.preprocess((value) => blankToNull(value) ?? null, z.null('is set when the transaction is invoiced')).openapi({ type: 'null' }),
    title: text(255, 1),
    description: optionalText(10_000).optional(),
    transaction_type: z.enum(transactionTypes).optional(),
    credit_type: z
      .preprocess(blankToNull, z.enum(creditTypes).nullable())
      .optional()
      .openapi({ type: ['string', 'null'], enum: [...creditTypes] }),
    retail_cost: amount(),
    wholesale_cost: wholesale.optional(),
    tax_percentage: percent().optional(),
    transaction_date: optionalInstant().optional(),
  })
  .openapi('NewTransaction');

/** What may be changed of a transaction; whose it is, its type and its product never do. */
export const transactionChange = z
  .object({
    service_id: optionalId().optional(),
    site_id: optionalId().optional(),
    title: text(255, 1).optional(),
    description: optionalText(10_000).optional(),
    credit_type: z.enum(creditTypes).optional(),
    retail_cost: amount().optional(),
    wholesale_cost: wholesale.optional(),
    tax_percentage: percent().optional(),
    transaction_date: instant().optional(),
  })
  .openapi('TransactionChange');

const full = recordShape(transactionColumns, 'TransactionColumns');
/** Transaction as it is answered; without its wholesale cost for those who may not see what things cost. */
export const transactionShape = full.extend({ wholesale_cost: full.shape.wholesale_cost.optional() }).openapi('Transaction');
/** Row of the list of all customers’ transactions, with whose it is. */
export const listedTransactionShape = transactionShape.extend({ customer_name: z.string() }).openapi('ListedTransaction');
