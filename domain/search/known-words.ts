import type { EntityManager } from '@mikro-orm/postgresql';
import type { SearchTerms, SearchWord } from './search-terms.ts';

/** What is part of more words than this is so common that records with it need no index to be found. */
const maxWithin = 64;

/**
 * The terms with the known words that each typed word is part of: all letters that stand together in any record are known
 * as a word, so records are found by whole words, which is many times faster than by parts. A statement of its own,
 * because the planner must know the words to tell a common one from a rare one.
 */
export async function withKnownWords(em: EntityManager, terms: SearchTerms): Promise<SearchTerms> {
  const typed = [...new Set(terms.words.flatMap((word) => (isLetters(word) ? word.spellings : [])))];
  if (typed.length === 0) return terms;
  const rows = await em.execute<{ typed: string; words: string[] }[]>(
    `select typed, array(select word from search_word where word like '%' || typed || '%' limit ${maxWithin + 1}) as words
       from unnest(array[${typed.map(() => '?').join(', ')}]) t(typed)`,
    typed,
  );
  const known = new Map(rows.filter(({ words }) => words.length <= maxWithin).map(({ typed: word, words }) => [word, words]));
  return {
    ...terms,
    words: terms.words.map((word) => {
      const within = isLetters(word) ? known.get(word.letters ?? '') : undefined;
      return within === undefined ? word : { ...word, within };
    }),
  };
}

/** Shorter ones are in so many records that reading until there are enough of them is faster. */
const minLetters = 5;

/** Without signs and digits, which end a word. */
const isLetters = ({ letters, spellings }: SearchWord): boolean =>
  letters !== undefined && letters.length >= minLetters && spellings.length === 1 && spellings[0] === letters;
