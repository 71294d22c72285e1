import { Migration } from '@mikro-orm/migrations';

/**
 * Words of records that were deleted or renamed: triggers note them in the change's own transaction, and `search_forget`
 * takes those that are in no document out of `search_word`, so that nobody's name outlives its records there.
 */
export class Migration20261123000130_forgotten_words extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }
}

const statements = [
  `create table search_word_lost (id bigint generated always as identity primary key, word text not null)`,
  `create function search_documents_gone() returns trigger language plpgsql as $$
    begin
      insert into search_word_lost (word) select distinct w from gone, search_words(body) w;
      return null;
    end $$`,
  `create trigger search_gone after delete on search_document referencing old table as gone
    for each statement execute function search_documents_gone()`,
  `create function search_document_rewritten() returns trigger language plpgsql as $$
    begin
      insert into search_word_lost (word) select search_words(old.body) except select search_words(new.body);
      return null;
    end $$`,
  `create trigger search_rewritten after update of body on search_document for each row
    when (old.body is distinct from new.body) execute function search_document_rewritten()`,
  // Held by whoever may be about to count on a word that is known, until what they wrote can be seen.
  `create or replace function search_learn(folded text) returns void language plpgsql volatile as $$
    begin
      perform pg_advisory_xact_lock_shared(hashtext('search_word'));
      insert into search_word select w from search_words(folded) w where not exists (select from search_word known where known.word = w);
    end $$`,
  `create function search_is_used(known text) returns boolean language sql stable as $$
    select exists (select from search_document where search_word_array(body) @> array[known]) $$`,
  // Answers how many notes it went through. Writers wait for it no longer than its lock_timeout, which is shorter than what makes a deadlock.
  `create function search_forget(at_most int) returns int language plpgsql set lock_timeout = '250ms' as $$
    declare
      notes bigint[];
      unused text[];
    begin
      select array_agg(id) into notes from (select id from search_word_lost order by id limit at_most for update skip locked) note;
      if notes is null then
        return 0;
      end if;
      select array_agg(word) into unused from (select distinct word from search_word_lost where id = any(notes)) note where not search_is_used(word);
      if unused is not null then
        perform pg_advisory_xact_lock(hashtext('search_word'));
        -- Looked at once more: somebody may have written the word before the lock was had.
        delete from search_word where word = any(unused) and not search_is_used(word);
      end if;
      delete from search_word_lost where id = any(notes);
      return cardinality(notes);
    exception when lock_not_available then
      return 0;
    end $$`,
  // What was left behind before words were forgotten.
  `insert into search_word_lost (word) select distinct word from search_word`,
];
