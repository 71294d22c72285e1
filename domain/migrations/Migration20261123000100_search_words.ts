import { Migration } from '@mikro-orm/migrations';

/**
 * Documents by their words, so that a part of a word is looked for among the few words there are instead of among all
 * records, and a faster search for misspelt words.
 *
 * Every run of letters of a document is in `search_word` and in the index of its words. A run longer than a word stands
 * there as `…`: whoever looks for words looks for that as well and compares the text.
 */
export class Migration20261123000100_search_words extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }
}

// The same as in the migration that made `search_words`.
const signs = String.raw`\u0001-\u001F!-/:-@\[-\`{-\u00BF\u2000-\u206F\u3000-\u303F`;

const statements = [
  // Loads the extension into this session: until then only a superuser may set what belongs to it.
  `select similarity('a', 'b')`,
  // Its cost keeps the planner from calling it for every row.
  `create function search_word_array(folded text) returns text[] language sql immutable parallel safe cost 1000 as $$
    select coalesce(array_agg(distinct case when length(word) > 40 then '…' else word end), '{}')
      from regexp_split_to_table(folded, '[ 0-9${signs}]+') word where length(word) >= 3 $$`,
  // What is at most two slips away has the beginning, the middle or the end of the typed word unharmed in its place.
  `create or replace function search_near(typed text) returns setof text language plpgsql stable set pg_trgm.similarity_threshold = 0.2 as $$
    declare
      third int := length(typed) / 3;
    begin
      if length(typed) < 7 then
        return query select w.word from (select distinct word from search_word where word % typed and length(word) <= 40) w
          where levenshtein_less_equal(w.word, typed, 2) <= case when length(typed) < 4 then 1 else 2 end
          order by levenshtein_less_equal(w.word, typed, 2), similarity(w.word, typed) desc, w.word limit 5;
      else
        return query select w.word from (
            select distinct word from search_word
             where (word like left(typed, third) || '%' or word like '%' || substr(typed, third + 1, length(typed) - 2 * third) || '%' or word like '%' || right(typed, third))
               and length(word) between length(typed) - 2 and length(typed) + 2 and levenshtein_less_equal(word, typed, 2) <= 2) w
          order by levenshtein_less_equal(w.word, typed, 2), similarity(w.word, typed) desc, w.word limit 5;
      end if;
    end $$`,
  `create or replace function search_refresh(record_kind text, record_ids int[]) returns void language plpgsql as $$
    begin
      insert into search_document as d (kind, id, customer_id, name, body, closed, for_staff)
        select kind, id, customer_id, name, body, closed, for_staff from search_source where kind = record_kind and id = any(record_ids)
        on conflict (id, kind) do update set customer_id = excluded.customer_id, name = excluded.name, body = excluded.body, for_staff = excluded.for_staff,
          -- Who only renames a contact may not have seen yet that its customer is being closed.
          closed = case when d.kind = 'customer' or d.customer_id is distinct from excluded.customer_id then excluded.closed else d.closed end;
      perform search_learn(string_agg(body, ' ')) from search_document where kind = record_kind and id = any(record_ids);
    end $$`,
  `create or replace function search_rebuild() returns void language plpgsql as $$
    begin
      truncate search_document, search_word;
      -- Spread, so that the first thousand of a common word are never far from where a scan begins.
      insert into search_document (kind, id, customer_id, name, body, closed, for_staff)
        select kind, id, customer_id, name, body, closed, for_staff from search_source order by hashint4(id);
      insert into search_word select distinct w from search_document, search_words(body) w;
    end $$`,
  `insert into search_word select distinct w from search_document, search_words(body) w where not exists (select from search_word known where known.word = w)`,
  `create index search_document_words on search_document using gin (search_word_array(body)) with (gin_pending_list_limit = 256)`,
  // Without it the planner would know nothing about how common a word is.
  `analyze search_document`,
];
