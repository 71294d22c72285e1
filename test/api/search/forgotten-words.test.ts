import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { forgetWords } from '../../../domain/search/forget-words.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { insert } from '../../support/seed.ts';

let database: TestDatabase;
let customer: number;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());
beforeEach(async () => {
  await em().execute('truncate customer cascade');
  await em().execute('truncate search_document, search_word, search_word_lost');
  customer = await insert(em(), 'customer', { customer_name: 'Harbour Works' });
});

const em = () => database.orm.em.fork();
const known = async (): Promise<string[]> =>
  (await em().execute<{ word: string }[]>('select distinct word from search_word order by 1')).map(({ word }) => word);
const contact = (first: string, last: string): Promise<number> =>
  insert(em(), 'customer_contact', { customer_id: customer, contact_firstname: first, contact_lastname: last });

test('the name of a deleted contact is forgotten, but for what others are called', async () => {
  const [gone] = [await contact('Wilhelmina', 'Harbour'), await contact('Jo', 'Smith')];
  await em().execute('delete from customer_contact where contact_id = ?', [gone]);
  expect(await known()).toEqual(['harbour', 'smith', 'wilhelmina', 'works']);
  await forgetWords(em());
  expect(await known()).toEqual(['harbour', 'smith', 'works']);
});

test('so is the name somebody had before', async () => {
  await contact('Ann', 'Oldname');
  await em().execute(`update customer_contact set contact_lastname = 'Newname'`);
  await forgetWords(em());
  expect(await known()).toEqual(['ann', 'harbour', 'newname', 'works']);
});

test('items that go together are forgotten together, and nothing is looked at twice', async () => {
  const template = await insert(em(), 'inventory_template', { item: 'Box', itemtext1_label: 'Owner' });
  await em().execute(
    `insert into inventory (inventory_template_id, item, itemtext1) select ?, 'Box', 'owner ' || chr(97 + n) || repeat('x', 4) from generate_series(0, 9) n`,
    [template],
  );
  await em().execute('delete from inventory');
  expect(await forgetWords(em())).toBe(11);
  expect(await known()).toEqual(['harbour', 'works']);
  expect(await forgetWords(em())).toBe(0);
});

test('a word that somebody is just writing stays known', async () => {
  const gone = await contact('Jo', 'Smith');
  await em().execute('delete from customer_contact where contact_id = ?', [gone]);
  const writer = em();
  await writer.begin();
  await insert(writer, 'customer_contact', { customer_id: customer, contact_firstname: 'Al', contact_lastname: 'Smith' });
  // The writer counts on the word: nothing is forgotten before it has finished.
  expect(await forgetWords(em())).toBe(0);
  await writer.commit();
  await forgetWords(em());
  expect(await known()).toContain('smith');
});
