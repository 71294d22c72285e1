import type { Condition } from '../find-page.ts';
import type { Principal } from '../identity/principal.ts';
import { isTenant } from '../identity/scope.ts';
import { type SearchKind, searchKinds } from './search-kinds.ts';
import type { SearchTerms, SearchWord } from './search-terms.ts';

/** Whose records are looked through, and which. */
export interface SearchScope {
  kinds: readonly SearchKind[];
  principal: Principal;
  closed: boolean;
}

/** Most records that are ranked: what more there is of a common word, nobody reads. */
export const maxRanked = 1000;
const maxStarting = 200;

const columns = 'd.kind, d.id, d.customer_id, d.name, d.body, d.closed';

/** The ranked search as one statement; it answers `total` and, for each record of the page, kind, id, customer_id and name. */
export function searchSql(terms: SearchTerms, scope: SearchScope, page: { limit: number; offset: number }): Required<Condition> {
  const within = scopeCondition(scope);
  const found = union([...byNumber(terms, within), byBeginning(terms, within), ...byWords(terms, within)]);
  const rank = rankOf(terms);
  return {
    sql: `with found as materialized (${found.sql}),
      ranked as materialized (
        select distinct on (h.id, h.kind) h.kind, h.id, h.customer_id, h.name, h.closed, length(h.body) as size, ${rank.sql} as rank
          from found h order by h.id, h.kind)
      select (select count(*)::int from ranked) as total, p.kind, p.id, p.customer_id, p.name
        from (select) one left join lateral (
          select r.kind, r.id, r.customer_id, r.name, row_number() over (order by ${order}) as place from ranked r order by ${order} limit ? offset ?) p on true
       order by p.place`,
    params: [...found.params, ...rank.params, page.limit, page.offset],
  };
}

const order = `r.rank, r.closed, array_position(array[${searchKinds.map((kind) => `'${kind}'`).join(', ')}], r.kind), r.size, r.name, r.id`;

/** Which documents exist for the searcher: what list and record of each kind would show. */
function scopeCondition({ kinds, principal, closed }: SearchScope): Required<Condition> {
  const all = kinds.length === searchKinds.length;
  const parts: Required<Condition>[] = all ? [] : [{ sql: `d.kind = any(array[${kinds.map(() => '?').join(', ')}])`, params: [...kinds] }];
  if (!closed) parts.push({ sql: 'not d.closed', params: [] });
  if (principal.customerId !== null) parts.push({ sql: 'd.customer_id = ?', params: [principal.customerId] });
  if (isTenant(principal)) parts.push({ sql: 'not d.for_staff', params: [] });
  return allOf(parts);
}

function byNumber({ id }: SearchTerms, within: Required<Condition>): Required<Condition>[] {
  return id === undefined ? [] : [select(allOf([{ sql: 'd.id = ?', params: [id] }, within]), searchKinds.length)];
}

/** Names that begin with the text, from the index of beginnings: they are among the hits however many others there are. */
function byBeginning({ phrase }: SearchTerms, within: Required<Condition>): Required<Condition> {
  const beginning = { sql: 'left(d.body, 60) like ?', params: [` ${literal(phrase.slice(0, 50))}%`] };
  return select(allOf([beginning, within]), maxStarting);
}

/** Whatever has all words; a single letter is in nearly everything and counts at the beginning only. */
function byWords({ phrase, words }: SearchTerms, within: Required<Condition>): Required<Condition>[] {
  if ([...phrase].length < 2) return [];
  return [select(allOf([...words.map(wordCondition), within]), maxRanked)];
}

function wordCondition({ spellings, begins, within, near = [] }: SearchWord): Required<Condition> {
  if (within !== undefined) return hasWord([...within, ...near, runOfLetters], [...spellings, ...near]);
  const parts = spellings.map((spelling): Required<Condition> => {
    const whole = `%${begins ? ' ' : ''}${literal(spelling)}%`;
    const probe = probeOf(spelling);
    if (probe === undefined) return { sql: 'd.body like ?', params: [whole] };
    // The expression keeps the whole text out of the index scan; it is compared with the few rows that the probe finds.
    return { sql: `d.body like ? and d.body || '' like ?`, params: [`%${literal(probe)}%`, whole] };
  });
  return anyOf(near.length === 0 ? parts : [...parts, hasWord(near, near)]);
}

/** Has one of the words, as the index knows them, and one of the texts; unlike LIKE, strpos lets the planner think that most with such a word have. */
const hasWord = (words: readonly string[], texts: readonly string[]): Required<Condition> => ({
  sql: `search_word_array(d.body) && array[${words.map(() => '?').join(', ')}] and (${texts.map(() => 'strpos(d.body, ?) > 0').join(' or ')})`,
  params: [...words, ...texts],
});

/** How the index of words shows a run of letters that is longer than a word. */
const runOfLetters = '…';

/** The part of a long text that few records share; fewer letters to look for cost less, as long as they are rare ones. */
function probeOf(spelling: string): string | undefined {
  if (spelling.length <= probeLength) return undefined;
  const at = spelling.indexOf('@');
  // Many have their address at the same host.
  const own = at >= 8 ? spelling.slice(0, at + 1) : spelling;
  const digits = own.match(/\d{6,}/g)?.at(-1);
  if (digits !== undefined) return digits.slice(-probeLength);
  return at >= 8 || /\d/.test(own) ? own.slice(-12) : undefined;
}

const probeLength = 7;

/**
 * 0 the record's number, 1 a whole field, 2 the beginning of the name, 3 a whole word, 4 the beginning of a word, 5 inside
 * a word; then words close to the typed one, the closest first.
 */
function rankOf({ id, phrase, words, near }: SearchTerms): Required<Condition> {
  const [word] = words;
  const phrases = [...new Set([phrase, ...(words.length === 1 && word !== undefined ? word.spellings : [])])].map(literal);
  const any = (pattern: (phrase: string) => string): Required<Condition> => ({
    sql: phrases.map(() => 'h.body like ?').join(' or '),
    params: phrases.map(pattern),
  });
  const steps: Required<Condition>[] = [
    ...(id === undefined ? [] : [{ sql: 'h.id = ?', params: [id] }]),
    // The first field has no bar before it.
    any((text) => `% ${text} |%`),
    any((text) => ` ${text}%`),
    any((text) => `% ${text} %`),
    any((text) => `% ${text}%`),
    any((text) => `%${text}%`),
    ...near.map((text) => ({ sql: 'h.body like ?', params: [`%${literal(text)}%`] })),
  ];
  const first = id === undefined ? 1 : 0;
  return {
    sql: `case ${steps.map(({ sql }, index) => `when ${sql} then ${index + first}`).join(' ')} else ${steps.length + first} end`,
    params: steps.flatMap(({ params }) => params),
  };
}

const select = (where: Required<Condition>, limit: number): Required<Condition> => ({
  sql: `(select ${columns} from search_document d where ${where.sql} limit ${limit})`,
  params: where.params,
});

const allOf = (parts: readonly Required<Condition>[]): Required<Condition> => ({
  sql: parts.length === 0 ? 'true' : parts.map(({ sql }) => `(${sql})`).join(' and '),
  params: parts.flatMap(({ params }) => params),
});

const anyOf = (parts: readonly Required<Condition>[]): Required<Condition> => ({
  sql: parts.map(({ sql }) => `(${sql})`).join(' or '),
  params: parts.flatMap(({ params }) => params),
});

const union = (parts: readonly Required<Condition>[]): Required<Condition> => ({
  sql: parts.map(({ sql }) => sql).join(' union all '),
  params: parts.flatMap(({ params }) => params),
});

/** Text for LIKE with its wildcards taken literally. */
const literal = (text: string): string => text.replace(/[\\%_]/g, (character) => `\\${character}`);
