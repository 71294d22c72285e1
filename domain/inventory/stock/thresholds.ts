import type { EntityManager } from '@mikro-orm/postgresql';
import { type Ctx, change } from '../../context.ts';
import { notFound } from '../../errors.ts';
import { type Columns, recordJson, type RecordJson } from '../../record.ts';
import { available } from '../reserve-stock.ts';
import { findTemplate } from '../templates.ts';

/** What the contract shows of a threshold; without a place it counts all places together. */
export const thresholdColumns = {
  threshold_id: 'int',
  inventory_template_id: 'int',
  item: 'text',
  item_location: 'text?',
  minimum: 'int',
  available: 'int',
  is_low: 'flag',
  low_since: 'instant?',
  reported_at: 'instant?',
} as const satisfies Columns;
export type ThresholdJson = RecordJson<typeof thresholdColumns>;

const select = `select t.threshold_id, t.inventory_template_id, k.item, t.item_location, t.minimum, s.available, s.available < t.minimum as is_low,
    t.low_since, t.reported_at
  from stock_threshold t
  join inventory_template k on k.inventory_template_id = t.inventory_template_id
  cross join lateral (select count(*)::int as available from inventory i
    where i.item = k.item and (t.item_location is null or i.item_location = t.item_location) and ${available('i')}) s`;

/** How much of what should be where, and whether there is less, by kind and place. */
export async function listThresholds(em: EntityManager): Promise<ThresholdJson[]> {
  const rows = await em.execute<object[]>(`${select} order by k.item, t.item_location nulls first`);
  return rows.map((row) => recordJson(thresholdColumns, row));
}

/** Sets how much of a kind there should be, at a place or in all. Throws `not_found` for an unknown kind. */
export async function setThreshold(ctx: Ctx, input: { inventory_template_id: number; item_location: string | null; minimum: number }): Promise<ThresholdJson> {
  return change(ctx, async (em) => {
    await findTemplate(em, input.inventory_template_id);
    const [made] = await em.execute<{ threshold_id: number }[]>(
      `insert into stock_threshold (inventory_template_id, item_location, minimum) values (?, ?, ?)
       on conflict on constraint stock_threshold_place do update set minimum = excluded.minimum, low_since = null, reported_at = null, last_modified = now()
       returning threshold_id`,
      [input.inventory_template_id, input.item_location, input.minimum],
    );
    const [row] = await em.execute<object[]>(`${select} where t.threshold_id = ?`, [made?.threshold_id]);
    return recordJson(thresholdColumns, row ?? {});
  });
}

/** Removes a threshold and answers what it was. Throws `not_found`. */
export async function deleteThreshold(ctx: Ctx, thresholdId: number): Promise<ThresholdJson> {
  return change(ctx, async (em) => {
    const [row] = await em.execute<object[]>(`${select} where t.threshold_id = ?`, [thresholdId]);
    if (row === undefined) throw notFound('Stock threshold', thresholdId);
    await em.execute('delete from stock_threshold where threshold_id = ?', [thresholdId]);
    return recordJson(thresholdColumns, row);
  });
}

/**
 * Notes which thresholds are undercut since when, and answers those that nobody has been told of; one that is met again
 * is forgotten, so that the next shortage is news.
 */
export async function noteLowStock(em: EntityManager): Promise<ThresholdJson[]> {
  return em.transactional(async (tx) => {
    await tx.execute('lock table stock_threshold in share row exclusive mode');
    const all = await listThresholds(tx);
    const [low, met] = [all.filter(({ is_low }) => is_low), all.filter(({ is_low }) => !is_low)];
    const ids = (rows: ThresholdJson[]): number[] => rows.map(({ threshold_id }) => threshold_id);
    await tx.execute('update stock_threshold set low_since = null, reported_at = null where threshold_id = any(array[?]::int[]) and low_since is not null', [
      ids(met),
    ]);
    await tx.execute('update stock_threshold set low_since = now() where threshold_id = any(array[?]::int[]) and low_since is null', [ids(low)]);
    return (await listThresholds(tx)).filter(({ is_low, reported_at }) => is_low && reported_at === null);
  });
}

/** Remembers that people have been told. */
export async function markReported(em: EntityManager, thresholdIds: readonly number[]): Promise<void> {
  await em.execute('update stock_threshold set reported_at = now() where threshold_id = any(array[?]::int[])', [[...thresholdIds]]);
}
