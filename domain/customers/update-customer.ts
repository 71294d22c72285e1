import { LockMode } from '@mikro-orm/core';
import { type Ctx, change } from '../context.ts';
import { notFound } from '../errors.ts';
import { given } from '../given.ts';
import { demandScope } from '../identity/scope.ts';
import { archive, restore } from './archive-customer.ts';
import { demandDatesInOrder } from './create-customer.ts';
import type { FullCustomerJson } from './customer-columns.ts';
import type { CustomerFields } from './customer-fields.ts';
import { Customer } from './customer.entity.ts';
import { readCustomer } from './get-customer.ts';

/** Changes what is given of a customer and answers it in full; the status `Archived` is given under the same conditions as a deletion. */
export async function updateCustomer(ctx: Ctx, customerId: number, input: Partial<CustomerFields>): Promise<FullCustomerJson> {
  demandScope(ctx.principal, customerId, 'Customer', customerId);
  return change(ctx, async (em) => {
    const customer = await em.findOne(Customer, { customer_id: customerId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (customer === null) throw notFound('Customer', customerId);
    if (input.customer_status === 'Archived' && customer.customer_status !== 'Archived') await archive(em, customer);
    else if (input.customer_status !== undefined && input.customer_status !== 'Archived' && customer.customer_status === 'Archived') restore(customer);
    em.assign(customer, given(input));
    demandDatesInOrder(customer);
    await em.flush();
    return readCustomer(em, customerId);
  });
}
