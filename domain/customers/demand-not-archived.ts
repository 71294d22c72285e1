import type { EntityManager } from '@mikro-orm/postgresql';
import { conflict } from '../errors.ts';

/**
 * Throws `conflict` when a customer is archived: nothing is ordered for it or charged to it before it is restored. Holds
 * its archiving off until the caller's transaction ends, so that neither slips past the other.
 */
export async function demandNotArchived(em: EntityManager, customerId: number): Promise<void> {
  // Waits for an archiving under way, and then reads what that has left.
  const [customer] = await em.execute<{ customer_status: string }[]>('select customer_status from customer where customer_id = ? for key share', [customerId]);
  if (customer?.customer_status === 'Archived') throw archivedConflict(customerId);
}

/** The refusal, with what is to be done first. */
export const archivedConflict = (customerId: number) => conflict(`Customer ${customerId} is archived. Restore the customer first.`, 'customer_id');
