import type { EntityManager } from '@mikro-orm/postgresql';
import { type Ctx, change } from '../../context.ts';
import { findTemplate } from '../templates.ts';

/** A kind of stock whose items are homes passed, and the services those can be given. */
export interface HomesPassedKind {
  inventory_template_id: number;
  item: string;
  service_types: string[];
  /** Homes of this kind there are. */
  homes: number;
}

/** The kinds of stock that stand for homes passed (chapter 07), by name. */
export const listHomesPassedKinds = (em: EntityManager): Promise<HomesPassedKind[]> =>
  em.execute<HomesPassedKind[]>(
    `select h.inventory_template_id, t.item, h.service_types,
            (select count(*)::int from inventory i where i.inventory_template_id = h.inventory_template_id) as homes
       from homes_passed_kind h join inventory_template t on t.inventory_template_id = h.inventory_template_id order by t.item`,
  );

/** Says which services the homes of a kind can be given; an empty list means that its items are no homes. Throws `not_found` for an unknown kind. */
export async function setHomesPassedKind(ctx: Ctx, templateId: number, serviceTypes: string[]): Promise<HomesPassedKind[]> {
  return change(ctx, async (em) => {
    await findTemplate(em, templateId);
    if (serviceTypes.length === 0) await em.execute('delete from homes_passed_kind where inventory_template_id = ?', [templateId]);
    else
      await em.execute(
        `insert into homes_passed_kind (inventory_template_id, service_types) values (?, array[?]::text[])
         on conflict (inventory_template_id) do update set service_types = excluded.service_types`,
        [templateId, serviceTypes],
      );
    return listHomesPassedKinds(em);
  });
}
