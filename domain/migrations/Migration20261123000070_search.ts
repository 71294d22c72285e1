import { Migration } from '@mikro-orm/migrations';

/**
 * One row per record that can be searched, kept in step by triggers, and the words of all rows for finding misspelt ones.
 *
 * `body` is ` field | field | … |` in lower case without accents, so that ` word`, ` word ` and `| field |` can be asked
 * for; fields with digits or punctuation are repeated without anything but letters and digits, which makes a telephone
 * number or MAC address match in any notation.
 */
export class Migration20261123000070_search extends Migration {
  override up(): void {
    this.addSql('create extension if not exists fuzzystrmatch');
    this.addSql(`create table search_document (
      kind text not null check (kind in ('customer', 'contact', 'site', 'inventory', 'service')),
      id int not null,
      customer_id int null,
      name text not null,
      body text not null,
      closed boolean not null,
      for_staff boolean not null,
      primary key (id, kind))`);
    this.addSql(`create table search_word (word text not null)`);
    for (const statement of [...functions, ...triggers]) this.addSql(statement);
    this.addSql(`select search_rebuild()`);
    for (const statement of indexes) this.addSql(statement);
  }
}

// Written out instead of [[:punct:]], whose meaning depends on the database's locale; `fold-text.ts` says the same.
const marks = String.raw`\u0300-\u036F\u0591-\u05C7\u064B-\u065F\u0670\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE20-\uFE2F`;
const signs = String.raw`\u0001-\u001F!-/:-@\[-\`{-\u00BF\u2000-\u206F\u3000-\u303F`;

const functions = [
  `create function search_fold(value text) returns text language plpgsql immutable parallel safe as $$
    begin
      if value !~ '[^ -~]' then
        return lower(value);
      end if;
      return replace(replace(replace(replace(translate(lower(regexp_replace(normalize(value, nfkd), '[${marks}]', '', 'g')), 'øłđðħıŧς', 'olddhitσ'),
        'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th');
    end $$`,
  // A field, and the same without spaces and signs unless it is made of letters alone; addresses of e-mail are never typed that way.
  `create function search_field(value text) returns text language plpgsql immutable parallel safe as $$
    declare
      folded text := trim(regexp_replace(search_fold(value), '\\s+', ' ', 'g'));
      squashed text;
    begin
      if folded is null or folded = '' then
        return '';
      end if;
      if folded ~ '[0-9${signs}]' and folded !~ '@' then
        squashed := regexp_replace(folded, '[ ${signs}]', '', 'g');
        if squashed not in ('', folded) then
          return folded || ' | ' || squashed || ' | ';
        end if;
      end if;
      return folded || ' | ';
    end $$`,
  // The same labels that the records of stock hide from those who may not see secrets.
  `create function search_label_is_secret(label text) returns boolean language sql immutable parallel safe as $$
    select coalesce(trim('_' from regexp_replace(search_fold(label), '[^a-z0-9]+', '_', 'g'))
      ~ '^(ki|k|opc?|amf|adm\\d*|kic|kid|kik|puk\\d*(_code)?|pin\\d*(_code)?)$|password|passwd|secret|private_key|auth_key|^(sim|auth|encryption)_key|senha|passphrase', false) $$`,
  `create view search_source as
    select 'customer' as kind, c.customer_id as id, c.customer_id, c.customer_name as name, ' ' || search_field(c.customer_name) as body,
           c.customer_status in ('Closed', 'Archived') as closed, false as for_staff
      from customer c
    union all
    select 'contact', o.contact_id, o.customer_id, trim(o.contact_firstname || ' ' || o.contact_lastname),
           ' ' || search_field(o.contact_firstname || ' ' || o.contact_lastname) || search_field(o.contact_email) || search_field(o.contact_phone),
           c.customer_status in ('Closed', 'Archived'), false
      from customer_contact o join customer c using (customer_id)
    union all
    select 'site', s.site_id, s.customer_id, s.site_name, ' ' || search_field(s.site_name), c.customer_status in ('Closed', 'Archived'), false
      from customer_site s join customer c using (customer_id)
    union all
    select 'inventory', i.inventory_id, i.customer_id, coalesce(i.text1, i.text2, i.item), ' ' || search_field(i.text1) || search_field(i.text2),
           coalesce(c.customer_status in ('Closed', 'Archived'), false), false
      from (select v.inventory_id, v.customer_id, v.item,
                   case when not t.hides_1 then nullif(v.itemtext1, '') end as text1,
                   case when not t.hides_2 then nullif(v.itemtext2, '') end as text2
              from inventory v join (
                select inventory_template_id, search_label_is_secret(itemtext1_label) as hides_1, search_label_is_secret(itemtext2_label) as hides_2
                  from inventory_template offset 0) t using (inventory_template_id)) i
      left join customer c using (customer_id)
    union all
    select 'service', s.service_id, s.customer_id, s.service_name, ' ' || search_field(s.service_name) || search_field(s.service_uuid),
           c.customer_status in ('Closed', 'Archived'), not s.service_visible_to_customer
      from service s join customer c using (customer_id)`,
  `create function search_words(folded text) returns setof text language sql immutable parallel safe as
    $$ select distinct word from regexp_split_to_table(folded, '[ 0-9${signs}]+') word where length(word) between 3 and 40 $$`,
  // Without a unique index: two who bring the same new word at once never wait for each other, and a second copy does no harm.
  `create function search_learn(folded text) returns void language sql volatile as $$
    insert into search_word select w from search_words(folded) w where not exists (select from search_word known where known.word = w) $$`,
  // A swapped pair of letters in a short word leaves few trigrams alike, so the threshold is low and the distance decides.
  `create function search_near(typed text) returns setof text language sql stable set pg_trgm.similarity_threshold = 0.2 as $$
    select word from (select distinct word from search_word where word % typed) w
     where levenshtein_less_equal(word, typed, 2) <= case when length(typed) < 4 then 1 else 2 end
     order by levenshtein_less_equal(word, typed, 2), similarity(word, typed) desc, word limit 5 $$`,
  `create function search_refresh(record_kind text, record_ids int[]) returns void language plpgsql as $$
    begin
      insert into search_document as d (kind, id, customer_id, name, body, closed, for_staff)
        select kind, id, customer_id, name, body, closed, for_staff from search_source where kind = record_kind and id = any(record_ids)
        on conflict (id, kind) do update set customer_id = excluded.customer_id, name = excluded.name, body = excluded.body, for_staff = excluded.for_staff,
          -- Who only renames a contact may not have seen yet that its customer is being closed.
          closed = case when d.kind = 'customer' or d.customer_id is distinct from excluded.customer_id then excluded.closed else d.closed end;
      perform search_learn(string_agg(search_fold(name), ' ')) from search_document where kind = record_kind and id = any(record_ids);
    end $$`,
  `create function search_rebuild() returns void language plpgsql as $$
    begin
      truncate search_document, search_word;
      -- Spread, so that the first thousand of a common word are never far from where a scan begins.
      insert into search_document (kind, id, customer_id, name, body, closed, for_staff)
        select kind, id, customer_id, name, body, closed, for_staff from search_source order by hashint4(id);
      insert into search_word select distinct w from search_document, search_words(search_fold(name)) w;
    end $$`,
];

/** Columns that a record's row is made from; a change of others costs nothing. */
const searched = [
  { table: 'customer', kind: 'customer', key: 'customer_id', columns: ['customer_name', 'customer_status'] },
  {
    table: 'customer_contact',
    kind: 'contact',
    key: 'contact_id',
    columns: ['customer_id', 'contact_firstname', 'contact_lastname', 'contact_email', 'contact_phone'],
  },
  { table: 'customer_site', kind: 'site', key: 'site_id', columns: ['customer_id', 'site_name'] },
  { table: 'inventory', kind: 'inventory', key: 'inventory_id', columns: ['inventory_template_id', 'customer_id', 'item', 'itemtext1', 'itemtext2'] },
  { table: 'service', kind: 'service', key: 'service_id', columns: ['customer_id', 'service_name', 'service_uuid', 'service_visible_to_customer'] },
] as const;

const triggers = [
  ...searched.flatMap(({ table, kind, key, columns }) => {
    const row = (alias: string): string => `(${columns.map((column) => `${alias}.${column}`).join(', ')})`;
    return [
      `create function search_${kind}_changed() returns trigger language plpgsql as $$
        begin
          perform search_refresh('${kind}', array[new.${key}]);
          return null;
        end $$`,
      `create function search_${kind}_gone() returns trigger language plpgsql as $$
        begin
          delete from search_document where kind = '${kind}' and id = old.${key};
          return null;
        end $$`,
      `create trigger search_insert after insert on ${table} for each row execute function search_${kind}_changed()`,
      `create trigger search_update after update of ${columns.join(', ')} on ${table} for each row
        when (${row('old')} is distinct from ${row('new')}) execute function search_${kind}_changed()`,
      `create trigger search_delete after delete on ${table} for each row execute function search_${kind}_gone()`,
    ];
  }),
  // The stronger lock waits for those who are adding a contact, site, item or service, so that none is missed.
  `create function search_customer_closed() returns trigger language plpgsql as $$
    begin
      perform from customer where customer_id = new.customer_id for update;
      update search_document set closed = new.customer_status in ('Closed', 'Archived') where customer_id = new.customer_id;
      return null;
    end $$`,
  `create trigger search_closed after update of customer_status on customer for each row
    when ((old.customer_status in ('Closed', 'Archived')) is distinct from (new.customer_status in ('Closed', 'Archived')))
    execute function search_customer_closed()`,
  `create function search_labels_changed() returns trigger language plpgsql as $$
    begin
      perform search_refresh('inventory', array(select inventory_id from inventory where inventory_template_id = new.inventory_template_id));
      return null;
    end $$`,
  `create trigger search_labels after update of itemtext1_label, itemtext2_label on inventory_template for each row
    when (search_label_is_secret(old.itemtext1_label) is distinct from search_label_is_secret(new.itemtext1_label)
       or search_label_is_secret(old.itemtext2_label) is distinct from search_label_is_secret(new.itemtext2_label))
    execute function search_labels_changed()`,
];

const indexes = [
  // A short list of what is not yet in the index proper: it is read from end to end by every search.
  `create index search_document_body on search_document using gin (body gin_trgm_ops) with (gin_pending_list_limit = 256)`,
  `create index search_document_start on search_document (left(body, 60) text_pattern_ops)`,
  `create index search_document_customer on search_document (customer_id)`,
  `create index search_word_exact on search_word (word text_pattern_ops)`,
  `create index search_word_similar on search_word using gin (word gin_trgm_ops)`,
];
