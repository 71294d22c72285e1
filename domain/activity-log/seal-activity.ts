import type { EntityManager } from '@mikro-orm/postgresql';

const rowsAtOnce = 5000;

/**
 * Links all rows that are not yet in the hash chain into it, in the order they are found, and answers how many. Several
 * processes may call it at once: the chain's end is locked, writers are not.
 */
export async function sealActivity(em: EntityManager): Promise<number> {
  for (let sealed = 0; ;) {
    const [row] = await em.execute<{ sealed: number }[]>('select activity_seal(?) as sealed', [rowsAtOnce]);
    sealed += row?.sealed ?? 0;
    if ((row?.sealed ?? 0) < rowsAtOnce) return sealed;
  }
}
