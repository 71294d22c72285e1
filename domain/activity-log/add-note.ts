import { change, type Ctx } from '../context.ts';
import { demandCustomer } from '../customers/demand-customer.ts';
import { recordNote } from './record-event.ts';

/** Leaves a note in a customer's timeline, e.g. why somebody acted in their name; it can be neither changed nor removed. */
export function addNote(ctx: Ctx, { customer_id, text }: { customer_id: number; text: string }): Promise<void> {
  return change(ctx, async (em) => {
    await demandCustomer(em, ctx.principal, customer_id);
    await recordNote(em, { customer_id, text });
  });
}
