import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { foldText, squash } from '../../../domain/search/fold-text.ts';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';
import { insert, insertService } from '../../support/seed.ts';

let api: TestApi;
let staff: Client;
let acme: number;
let zoe: number;
let closed: number;

const all = ['view_customer', 'view_customer_contact', 'view_customer_site', 'view_customer_service', 'view_inventory'] as const;
const find = async (search: string, client: Client = staff, more = ''): Promise<{ id: number; name: string; customer_id: number | null; type: string }[]> =>
  (await client('GET', `/utilities/search_everything?search=${encodeURIComponent(search)}${more}`)).body.data;
const names = async (search: string, client?: Client, more?: string): Promise<string[]> =>
  (await find(search, client, more)).map(({ type, name }) => `${type} ${name}`);

beforeAll(async () => {
  api = await createTestApi();
  staff = await api.staff(...all);
  const em = api.em();
  acme = await insert(em, 'customer', { customer_name: 'Acme Plumbing Ltd' });
  zoe = await insert(em, 'customer', { customer_name: 'Zoë Smithson' });
  closed = await insert(em, 'customer', { customer_name: 'Gone Fishing', customer_status: 'Closed' });
  await insert(em, 'customer_contact', {
    customer_id: acme,
    contact_firstname: 'John',
    contact_lastname: 'Smith',
    contact_email: 'john@acme.example',
    contact_phone: '+447700900123',
  });
  await insert(em, 'customer_contact', { customer_id: closed, contact_firstname: 'Rod', contact_lastname: 'Angler', contact_phone: '+447700900999' });
  await insert(em, 'customer_site', { customer_id: acme, site_name: 'Harbour depot', country: 'United Kingdom' });
  await insertService(em, acme, { service_name: 'Mobile - +44 7700 900123', service_uuid: '123e4567-e89b-42d3-a456-426614174000' });
  await insertService(em, zoe, { service_name: 'Line test', service_visible_to_customer: false });
  const sim = await insert(em, 'inventory_template', { item: 'SIM Card', itemtext1_label: 'ICCID', itemtext2_label: 'IMSI' });
  const key = await insert(em, 'inventory_template', { item: 'Sealed', itemtext1_label: 'Serial', itemtext2_label: 'Ki' });
  await insert(em, 'inventory', {
    inventory_template_id: sim,
    item: 'SIM Card',
    itemtext1: '8944538000000001234',
    itemtext2: '234301234567890',
    customer_id: acme,
  });
  await insert(em, 'inventory', { inventory_template_id: sim, item: 'SIM Card', itemtext1: 'AA:BB:CC:DD:EE:01' });
  await insert(em, 'inventory', { inventory_template_id: key, item: 'Sealed', itemtext1: 'SER-77', itemtext2: 'c0ffee00c0ffee00' });
});
afterAll(() => api.close());

describe('happy', () => {
  test('the answer has the shape of chapter 27, with and without /crm', async () => {
    const { status, body } = await staff('GET', '/utilities/search_everything?search=acme');
    expect(status).toBe(200);
    expect(body.data).toContainEqual({ id: acme, name: 'Acme Plumbing Ltd', customer_id: acme, type: 'customer' });
    expect(body.pagination).toEqual({ current_page: 1, per_page: 10, total_pages: 1, total_items: body.data.length });
    expect((await staff('GET', '/crm/utilities/search_everything?search=acme')).body).toEqual(body);
  });

  test('one search finds every kind, the whole name first', async () => {
    expect(await names('smith')).toEqual(['customer Zoë Smithson', 'contact John Smith'].toReversed());
    expect(await names('harbour')).toEqual(['site Harbour depot']);
    expect(await names('JOHN@ACME')).toEqual(['contact John Smith']);
    expect(await names('zoe')).toEqual(['customer Zoë Smithson']);
    expect(await names('plumbing acme')).toEqual(['customer Acme Plumbing Ltd']);
  });

  test.each(['+44 7700 900123', '07700 900123', '07700900123', '00447700900123', '7700-900123', '900123'])(
    'the number %s is found however it is typed',
    async (typed) => {
      expect((await names(typed)).toSorted()).toEqual(['contact John Smith', 'service Mobile - +44 7700 900123']);
    },
  );

  test('stock and services are found by parts of their numbers', async () => {
    expect(await names('8944538')).toEqual(['inventory 8944538000000001234']);
    expect(await names('234301234567890')).toEqual(['inventory 8944538000000001234']);
    expect(await names('aabbccddee01')).toEqual(['inventory AA:BB:CC:DD:EE:01']);
    expect((await find('AA-BB-CC'))[0]).toMatchObject({ type: 'inventory', customer_id: null });
    expect(await names('123e4567-e89b')).toEqual(['service Mobile - +44 7700 900123']);
  });

  test.each(['smihtson', 'smthson', 'smitsonn', 'Smithsen'])('%s is understood', async (typed) => {
    expect(await names(typed)).toContain('customer Zoë Smithson');
  });

  test('letters that stand together are found wherever they are, also in addresses and in runs longer than any word', async () => {
    const run = `xylo${'abcdefghij'.repeat(5)}phone`;
    const id = await insert(api.em(), 'customer', { customer_name: `Orchestra ${run}` });
    expect(await find('jphone')).toMatchObject([{ id }]);
    expect(await find('rchestr')).toMatchObject([{ id }]);
    expect(await names('xampl')).toEqual(['contact John Smith']);
  });

  test('slips at the beginning, in the middle and at the end of a long word are understood, in several words at once', async () => {
    const id = await insert(api.em(), 'customer', { customer_name: 'Quillfeather Marmalade' });
    for (const typed of ['uqillfeather', 'quilfather', 'quillfeathre', 'quillfaether mramalade']) expect(await find(typed)).toMatchObject([{ id }]);
    expect(await find('qilfeathre')).toEqual([]);
  });

  test('a record is found by its number, and first', async () => {
    expect((await find(String(zoe)))[0]).toMatchObject({ type: 'customer', id: zoe });
  });

  test('closed accounts and what is theirs come on request only', async () => {
    expect(await names('angler')).toEqual([]);
    expect(await names('angler', staff, '&search_closed_records=true')).toEqual(['contact Rod Angler']);
    expect(await names('gone', staff, '&search_closed_records=true')).toEqual(['customer Gone Fishing']);
    await api.em().execute(`update customer set customer_status = 'Open' where customer_id = ?`, [closed]);
    expect(await names('angler')).toEqual(['contact Rod Angler']);
    await api.em().execute(`update customer set customer_status = 'Archived' where customer_id = ?`, [closed]);
    expect(await names('angler')).toEqual([]);
  });

  test('a suspended account is in use and found without asking for closed ones', async () => {
    const id = await insert(api.em(), 'customer', { customer_name: 'Paused Gardens', customer_status: 'Suspended' });
    expect(await find('paused gardens', staff, '&details=true')).toMatchObject([{ id, status: 'Suspended' }]);
  });

  test('one type alone is searched on request', async () => {
    expect(await names('7700900123', staff, '&type=service')).toEqual(['service Mobile - +44 7700 900123']);
    expect(await names('7700900123', staff, '&type=site')).toEqual([]);
  });

  test('pages go through the hits without missing or repeating one', async () => {
    const pages = await Promise.all([1, 2, 3].map((page) => find('7700900123', staff, `&per_page=1&page=${page}`)));
    expect(pages.map((hits) => hits.length)).toEqual([1, 1, 0]);
    expect(new Set(pages.flat().map(({ type }) => type)).size).toBe(2);
    const far = await staff('GET', '/utilities/search_everything?search=smith&page=9');
    expect(far.body).toMatchObject({ data: [], pagination: { current_page: 9, total_items: 2 } });
  });

  test('details tell hits apart', async () => {
    expect((await find('john smith', staff, '&details=true'))[0]).toMatchObject({
      customer_name: 'Acme Plumbing Ltd',
      detail: 'john@acme.example · +447700900123',
    });
  });

  test('hits follow what is changed, moved and deleted', async () => {
    const em = api.em();
    const id = await insert(em, 'customer_site', { customer_id: acme, site_name: 'Old mill', country: 'United Kingdom' });
    await em.execute(`update customer_site set site_name = 'New quay', customer_id = ? where site_id = ?`, [zoe, id]);
    expect(await find('old mill')).toEqual([]);
    expect(await find('new quay')).toEqual([{ id, name: 'New quay', customer_id: zoe, type: 'site' }]);
    await em.execute('delete from customer_site where site_id = ?', [id]);
    expect(await find('new quay')).toEqual([]);
  });

  test('the database folds text as the search does', async () => {
    const em = api.em();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 40 }), async (text) => {
        fc.pre(!text.includes('\u0000') && text.isWellFormed());
        const [row] = await em.execute<{ folded: string }[]>('select search_fold(?) as folded', [text]);
        expect(row?.folded).toBe(foldText(text));
        expect(squash(foldText(text))).not.toMatch(/[ !-/]/);
      }),
      { numRuns: 300 },
    );
  });
});

describe('error', () => {
  test.each([
    ['', 'nothing'],
    ['   ', 'blanks'],
    ['%_\\', 'wildcards'],
    ['...', 'signs'],
    ['a\u0000b', 'NUL'],
    ['x'.repeat(201), 'a very long text'],
  ])('%j (%s) is refused by field', async (search) => {
    const { status, body } = await staff('GET', `/utilities/search_everything?search=${encodeURIComponent(search)}`);
    expect([status, body.error.code, body.error.field]).toEqual([400, 'validation', 'search']);
  });

  test('a search without the parameter, and pages there cannot be, are refused by field', async () => {
    expect((await staff('GET', '/utilities/search_everything')).body.error.field).toBe('search');
    expect((await staff('GET', '/utilities/search_everything?search=a&page=0')).body.error.field).toBe('page');
    expect((await staff('GET', '/utilities/search_everything?search=a&type=invoice')).body.error.field).toBe('type');
    expect((await staff('GET', '/utilities/search_everything?search=a&per_page=100000')).body.error.field).toBe('per_page');
  });

  test('wildcards in a text stand for themselves', async () => {
    expect(await find('ac%plumb')).toEqual([]);
    expect(await find('joh_smi')).toEqual([]);
  });

  // In parts, because each test has a time limit of its own and a busy machine answers slowly.
  test.each([1, 2, 3, 4, 5])('whatever is typed, the answer is a page or a fault of the text (part %i)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (search) => {
        const { status } = await staff('GET', `/utilities/search_everything?search=${encodeURIComponent(search.toWellFormed())}`);
        expect([200, 400]).toContain(status);
      }),
      { numRuns: 30 },
    );
  });
});

describe('security', () => {
  test('nobody searches without signing in, or without a permission to view anything', async () => {
    expect((await api.anonymous('GET', '/utilities/search_everything?search=acme')).status).toBe(401);
    expect((await (await api.staff('view_product'))('GET', '/utilities/search_everything?search=acme')).status).toBe(403);
  });

  test('only kinds that the caller may view are found', async () => {
    const finance = await api.staff('view_customer_service');
    expect(await names('7700900123', finance)).toEqual(['service Mobile - +44 7700 900123']);
    expect((await find('7700900123', finance, '&details=true'))[0]).toMatchObject({ customer_name: null });
    expect((await finance('GET', '/utilities/search_everything?search=7700900123&type=contact')).status).toBe(403);
  });

  test('a customer’s user finds its own records alone, and no service that is not for its eyes', async () => {
    const own = ['view_own_customer', 'view_own_customer_contact', 'view_own_customer_service', 'view_own_inventory', 'view_own_customer_site'] as const;
    const user = await api.customerUser(zoe, ...own);
    expect(await names('smith', user)).toEqual(['customer Zoë Smithson']);
    expect(await find('8944538', user)).toEqual([]);
    expect(await find('aabbcc', user)).toEqual([]);
    expect(await find('line test', user)).toEqual([]);
    expect(await names('line test')).toEqual(['service Line test']);
  });

  test('columns that a template’s label marks as secret are not searched, also when the label comes later', async () => {
    expect(await find('c0ffee00c0ffee00')).toEqual([]);
    expect(await names('ser77')).toEqual(['inventory SER-77']);
    await api.em().execute(`update inventory_template set itemtext2_label = 'Batch' where item = 'Sealed'`);
    expect(await names('c0ffee00c0ffee00')).toEqual(['inventory SER-77']);
    await api.em().execute(`update inventory_template set itemtext2_label = 'OPc' where item = 'Sealed'`);
    expect(await find('c0ffee00c0ffee00')).toEqual([]);
  });
});
