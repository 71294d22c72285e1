import type { EntityManager } from '@mikro-orm/postgresql';
import { authorOf, currentAuthor } from '../activity-log/author.ts';
import type { Ctx } from '../context.ts';

/**
 * Makes sure the database knows who changes stock in this transaction, so that its history says so: a request's
 * transactions carry their author anyway, a script's are told here. Call it inside the transaction, before the change.
 */
export async function actingAs(em: EntityManager, ctx: Pick<Ctx, 'principal' | 'requestId' | 'ip'>): Promise<void> {
  if (currentAuthor() !== undefined) return;
  await em.execute(`select set_config('linewright.actor', ?, true)`, [JSON.stringify(authorOf(ctx))]);
}

/** Marks the configuration written next in this transaction as that of an earlier version again. */
export async function restoring(em: EntityManager, version: number): Promise<void> {
  await em.execute(
    `select set_config('linewright.actor', (coalesce(nullif(current_setting('linewright.actor', true), ''), '{}')::jsonb || ?::jsonb)::text, true)`,
    [JSON.stringify({ restored_version: version })],
  );
}
