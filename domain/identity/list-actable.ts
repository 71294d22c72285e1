import type { Ctx } from '../context.ts';
import { demandCustomer } from '../customers/demand-customer.ts';

/** A user of a customer that staff may act for, with the contact it belongs to. */
export interface ActableUser {
  user_id: number;
  contact_id: number;
  name: string;
  email: string;
}

/** The users of a customer, by contact, for “Log in as user” (chapter 25); none while the customer is archived. */
export async function listActable({ em, principal }: Ctx, customerId: number): Promise<ActableUser[]> {
  const customer = await demandCustomer(em, principal, customerId);
  if (customer.customer_status === 'Archived') return [];
  return em.execute<ActableUser[]>(
    `select u.id as user_id, c.contact_id, trim(u.first_name || ' ' || u.last_name) as name, u.email::text as email
       from customer_contact c join app_user u on u.contact_id = c.contact_id where c.customer_id = ? and not u.deleted order by c.contact_id, u.id`,
    [customerId],
  );
}
