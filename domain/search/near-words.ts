import type { EntityManager } from '@mikro-orm/postgresql';
import type { SearchTerms } from './search-terms.ts';

/** Each further word costs another look into the index. */
const maxNear = 3;

/**
 * The terms with known words that are spelt nearly like the typed ones; undefined when there are none. `unknownOnly` leaves
 * alone what is a word as it was typed. A statement of its own,
 * because the planner must know the words to tell a common one from a rare one.
 */
export async function withNearWords(em: EntityManager, terms: SearchTerms, unknownOnly: boolean): Promise<SearchTerms | undefined> {
  const typed = terms.words.flatMap(({ letters }) => letters ?? []);
  if (typed.length === 0) return undefined;
  const rows = await em.execute<{ typed: string; word: string }[]>(
    `select typed, word from unnest(array[${typed.map(() => '?').join(', ')}]) with ordinality t(typed, place), search_near(typed) with ordinality n(word, nearness)
      where word <> typed ${unknownOnly ? 'and not exists (select from search_word known where known.word = typed)' : ''} order by place, nearness`,
    typed,
  );
  if (rows.length === 0) return undefined;
  const nearTo = (letters: string | undefined): string[] => {
    const words = rows.filter((row) => row.typed === letters).map(({ word }) => word);
    // The same letters in another order are the likeliest slip of all.
    const swapped = words.filter((word) => inOrder(word) === inOrder(letters ?? ''));
    return [...new Set([...swapped, ...words])].slice(0, maxNear);
  };
  return {
    ...terms,
    words: terms.words.map((word) => ({ ...word, near: nearTo(word.letters) })),
    near: nearTo(rows[0]?.typed),
  };
}

const inOrder = (word: string): string => [...word].toSorted().join('');
