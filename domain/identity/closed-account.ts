import type { EntityManager } from '@mikro-orm/postgresql';
import { forbidden } from '../errors.ts';

/** SQL condition: the customer of user `u` is archived, so that the user is nobody until it is restored (CUS-3). */
export const customerIsArchived = `exists (select from customer_contact cc join customer k on k.customer_id = cc.customer_id
  where cc.contact_id = u.contact_id and k.customer_status = 'Archived')`;

/** True for a user whose customer is archived. */
export async function isClosedAccount(em: EntityManager, userId: number): Promise<boolean> {
  const rows = await em.execute<unknown[]>(`select from app_user u where u.id = ? and ${customerIsArchived}`, [userId]);
  return rows.length > 0;
}

/** What such a user is told, once they have proven who they are. */
export const closedAccount = () => forbidden('This customer account is closed. Contact us to have it opened again.');
