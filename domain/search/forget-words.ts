import type { EntityManager } from '@mikro-orm/postgresql';

const wordsAtOnce = 500;

/**
 * Forgets the words that stand in no record since one was deleted or renamed, and answers how many were looked at. Several
 * processes may call it at once; while writers are too busy to let it in, it leaves the rest for the next time.
 */
export async function forgetWords(em: EntityManager): Promise<number> {
  for (let seen = 0; ;) {
    const [row] = await em.execute<{ seen: number }[]>('select search_forget(?) as seen', [wordsAtOnce]);
    seen += row?.seen ?? 0;
    if ((row?.seen ?? 0) < wordsAtOnce) return seen;
  }
}
