import pg from 'pg';

const firstNames =
  'Olivia Amelia Isla Ava Ivy Freya Lily Florence Mia Willow Rosie Sophia Isabella Grace Daisy Sienna Poppy Elsie Emily Ella Evelyn Phoebe Evie Charlotte Harper Millie Matilda Maya Sophie Alice Noah Oliver George Arthur Muhammad Leo Harry Oscar Archie Henry Theo Freddie Jack Charlie Theodore Alfie Jacob Thomas Finley Arlo William Lucas Roman Tommy Isaac Teddy Alexander Luca Edward James Zoë José Søren Łukasz Müge Renée Björn Anaïs'.split(
    ' ',
  );
const heads =
  'Ash Bar Black Brad Bran Brook Burn Cal Carl Chat Clay Cole Crow Dar Den Dun East Ed El Fair Far Gar Glen Gold Gran Green Ha Hard Hart Haw Hill Holl Hun Ken King Lang Law Lin Marsh Mar Mid Mor New Nor Oak Old Park Pem Rad Red Ro Ross Rush San Sel Shel Sher Sil Smi South Stan Stock Strat Sut Thorn Tur Wal War Wat Wells West Whit Wil Win Wood York'.split(
    ' ',
  );
const middles =
  ' a al an ar ber com den el en er ey field for gar hal ham ing is land le ley ling mer mont more ner ol or ran rick ring sen ser sham sing ter thorpe ting wor'.split(
    ' ',
  );
const tails = 'ton ham ley ford son man wood field worth well by more stone wick bury ridge way dale gate smith er ett ing low ster th'.split(' ');
const trades =
  'Plumbing Logistics Bakery Telecom Roofing Dental Motors Electrical Holdings Foods Design Legal Gardens Studios Textiles Brewing Analytics Marine'.split(' ');

/** What a table of so many customers brings along. */
const share = { services: 0.5, items: 0.5, sites: 0.2 };

/**
 * Fills an empty database with `customers` customers, a contact each and services, stock and sites in proportion: an
 * operator whose names repeat as real ones do. A million take some minutes, most of it for the search index.
 */
export async function fillManyCustomers(url: string, customers: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const tables = ['customer', 'customer_contact', 'customer_site', 'inventory', 'service'];
  // What triggers would do row by row is done at once below.
  for (const table of tables) await client.query(`alter table ${table} disable trigger user`);
  const definitions = await dropSearchIndexes(client);
  await client.query(`insert into inventory_template (item, itemtext1_label, itemtext2_label) values ('SIM Card', 'ICCID', 'IMSI') on conflict do nothing`);
  for (const [sql, params] of statements(customers)) await client.query(sql, params);
  for (const table of tables) await client.query(`alter table ${table} enable trigger user`);
  await client.query('select search_rebuild()');
  await client.query(`set maintenance_work_mem = '512MB'`);
  for (const definition of definitions) await client.query(definition);
  await client.query('vacuum (analyze)');
  await client.end();
}

/** A bulk load into trigram indexes takes several times as long as making them afterwards. */
async function dropSearchIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ indexname: string; indexdef: string }>(
    `select indexname, indexdef from pg_indexes where indexdef like '%gin_trgm_ops%' or tablename in ('search_document', 'search_word') and indexname not like '%pkey'`,
  );
  for (const { indexname } of rows) await client.query(`drop index ${indexname}`);
  return rows.map(({ indexdef }) => indexdef);
}

function statements(customers: number): [sql: string, params: unknown[]][] {
  const pick = (array: string, seed: string): string => `(${array})[1 + abs(hashint8(${seed}) % array_length(${array}, 1))]`;
  const last = `${pick('$2::text[]', 'n * 3')} || ${pick('$3::text[]', 'n * 5')} || ${pick('$4::text[]', 'n * 7')}`;
  const first = pick('$1::text[]', 'n * 11');
  const names = [firstNames, heads, middles, tails];
  const states = `case when n % 97 = 0 then 'Closed' when n % 101 = 0 then 'Suspended' else 'Open' end`;
  return [
    [
      `insert into customer (customer_name, customer_status, customer_account_type, contract_end_date, created, last_modified)
       select case when n % 4 = 0 then ${last} || ' ' || ${pick('$5::text[]', 'n * 13')} || ' Ltd' else ${first} || ' ' || ${last} end, ${states},
              case when n % 4 = 0 then 'Business' else 'Individual' end, case when n % 3 = 0 then now() + (n % 900) * interval '1 day' end,
              now() - (n % 700000) * interval '1 minute', now() - (n * 7919 % 500000) * interval '1 minute'
         from generate_series(1, $6::bigint) n`,
      [...names, trades, customers],
    ],
    [
      `insert into customer_contact (customer_id, contact_firstname, contact_lastname, contact_email, contact_phone)
       select c.customer_id, x.first, x.last, search_fold(x.first || '.' || x.last) || c.customer_id || '@example.' || (array['com', 'net', 'org'])[1 + c.customer_id % 3],
              '+447' || lpad((c.customer_id * 7919::bigint % 1000000000)::text, 9, '0')
         from customer c, lateral (select ${first} as first, ${last} as last from (select c.customer_id::bigint as n offset 0) s) x`,
      names,
    ],
    [
      `insert into service (customer_id, service_name, service_uuid, service_type)
       select customer_id, 'Mobile - +44 7' || lpad((customer_id * 7919::bigint % 1000000000)::text, 9, '0'), gen_random_uuid(), 'mobile'
         from customer where customer_id <= $1::int * ${share.services}`,
      [customers],
    ],
    [
      `insert into inventory (inventory_template_id, item, item_state, itemtext1, itemtext2, customer_id)
       select t.inventory_template_id, t.item, case when n % 5 = 0 then 'In Stock' else 'Assigned' end, '8944' || lpad((n * 104729::bigint)::text, 15, '0'),
              '23430' || lpad((n * 15485863::bigint % 10000000000)::text, 10, '0'), case when n % 5 > 0 then n end
         from inventory_template t, generate_series(1, ($1::int * ${share.items})::bigint) n where t.item = 'SIM Card'`,
      [customers],
    ],
    [
      `insert into customer_site (customer_id, site_name, city, country)
       select customer_id, (array['Head office', 'Depot', 'Home', 'Shop', 'Warehouse'])[1 + customer_id % 5] || ' ' || (array['North', 'Quay', 'Mill Lane', 'Station Road'])[1 + customer_id % 4], 'Leeds', 'United Kingdom'
         from customer where customer_id <= $1::int * ${share.sites}`,
      [customers],
    ],
  ];
}
