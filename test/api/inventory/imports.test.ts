import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Temporal } from '../../../api/temporal.ts';
import type { ImportInput } from '../../../workflows/inventory/import.contract.ts';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';
import { noTemporal } from '../../support/offline.ts';
import { insert } from '../../support/seed.ts';
import { workOn } from './import-support.ts';

let api: TestApi;
let staff: Client;
let templateId: number;

const work = (input: ImportInput): Promise<void> => workOn(api, input);
const temporal: Temporal = { ...noTemporal(), startImport: work, cancelImport: async () => undefined };

beforeAll(async () => {
  api = await createTestApi({ temporal });
  staff = await api.staff('view_inventory', 'create_inventory', 'update_inventory', 'delete_inventory');
  templateId = await insert(api.em(), 'inventory_template', { item: 'SIM Card', wholesale_cost: '2.5', itemtext1_label: 'ICCID', itemtext2_label: 'IMSI' });
});
afterAll(() => api.close());
beforeEach(() => api.em().execute('delete from inventory'));

async function upload(body: string | Uint8Array<ArrayBuffer>, caller = staff, name = 'sims.csv') {
  return caller('POST', `/crm/inventory/import?file_name=${name}`, body as string, { 'content-type': 'text/csv' });
}
const list = (rows: string[], header = 'ICCID,IMSI,Location,Password') => [header, ...rows].join('\n');
const path = (id: number, rest = '') => `/crm/inventory/import/import_id/${id}${rest}`;

async function checked(text: string, plan: object = {}): Promise<number> {
  const { status, body } = await upload(text);
  expect(status).toBe(200);
  const [suggestion] = body.suggestions;
  const answer = await staff('POST', path(body.import_id, '/check'), { ...suggestion, ...plan });
  expect(answer).toMatchObject({ status: 202 });
  return body.import_id;
}

describe('happy', () => {
  test('a list is uploaded, checked, taken in once, and its history says by whom', async () => {
    const { body: uploaded } = await upload(list(['8944,234,Leeds,pw1', '8945,235,York,']));
    expect(uploaded).toMatchObject({ status: 'uploaded', encoding: 'utf-8', delimiter: ',', header: ['ICCID', 'IMSI', 'Location', 'Password'] });
    expect(uploaded.suggestions[0]).toMatchObject({
      inventory_template_id: templateId,
      mapping: { itemtext1: 0, itemtext2: 1, item_location: 2, management_password: 3 },
      unique: 'itemtext1',
    });
    expect((await staff('POST', path(uploaded.import_id, '/check'), uploaded.suggestions[0])).status).toBe(202);
    expect((await staff('GET', path(uploaded.import_id))).body).toMatchObject({ status: 'checked', total_rows: 2, done_rows: 2, good_rows: 2, bad_rows: 0 });
    expect((await staff('GET', '/crm/inventory')).body.pagination.total_items).toBe(0);
    expect((await staff('POST', path(uploaded.import_id, '/run'))).status).toBe(202);
    expect((await staff('GET', path(uploaded.import_id))).body).toMatchObject({ status: 'imported', good_rows: 2 });
    const { body } = await staff('GET', '/crm/inventory?sort=inventory_id&order=asc');
    expect(body.data).toMatchObject([
      { itemtext1: '8944', item_location: 'Leeds', item_state: 'New', wholesale_cost: 2.5, import_id: uploaded.import_id, has_management_password: true },
      { itemtext1: '8945', item_location: 'York', has_management_password: false },
    ]);
    const rest = `/crm/inventory/inventory_id/${body.data[0]?.inventory_id}`;
    expect((await staff('GET', `${rest}/management_password`)).body).toEqual({ management_password: 'pw1' });
    expect((await staff('GET', `${rest}/history`)).body.data[0]).toMatchObject({ kind: 'created', import_id: uploaded.import_id });
    expect((await staff('POST', path(uploaded.import_id, '/run'))).status).toBe(422);
  });

  test('faulty rows are told by row and field, left out, and can be downloaded', async () => {
    const id = await checked(list(['8944,1,A,', ',2,B,', '8944,3,C,', '8946,4,=cmd(),', '8947,5,,,extra']));
    expect((await staff('GET', path(id))).body).toMatchObject({ good_rows: 2, bad_rows: 3 });
    const { body } = await staff('GET', path(id, '/errors'));
    expect(body.data).toEqual([
      { file_row: 3, field: 'itemtext1', column: 'ICCID', message: 'is empty, and every item needs it' },
      { file_row: 4, field: 'itemtext1', column: 'ICCID', message: '8944 came in row 2 already' },
      { file_row: 6, field: 'row', column: null, message: expect.stringContaining('more cells') },
    ]);
    await staff('POST', path(id, '/run'));
    expect((await staff('GET', '/crm/inventory')).body.pagination.total_items).toBe(2);
    const { body: csv } = await staff<string>('GET', path(id, '/errors.csv'));
    expect(csv.split('\n')[0]).toBe('row,errors,ICCID,IMSI,Location,Password');
    expect(csv).toContain('4,ICCID 8944 came in row 2 already,8944,3,C,');
    const again = await checked(list(['8944,1,A,']));
    expect((await staff('GET', path(again, '/errors'))).body.data).toMatchObject([{ file_row: 2, message: expect.stringContaining('in stock already') }]);
  });

  test('the columns can be chosen later too; the rows are shown to who uploaded them', async () => {
    const { body: uploaded } = await upload(list(['8944,234,Leeds,pw1', '8945,235,York,']));
    const { suggestions, sample } = uploaded;
    const draft = {
      suggestions,
      sample: [
        ['8944', '234', 'Leeds', 'pw1'],
        ['8945', '235', 'York', ''],
      ],
    };
    expect(sample).toEqual(draft.sample);
    expect((await staff('GET', path(uploaded.import_id, '/draft'))).body).toEqual(draft);
    await staff('POST', path(uploaded.import_id, '/check'), uploaded.suggestions[0]);
    expect((await staff('GET', path(uploaded.import_id, '/draft'))).body).toEqual(draft);
    const other = await api.staff('create_inventory');
    expect((await other('GET', path(uploaded.import_id, '/draft'))).body).toEqual({ suggestions, sample: [] });
  });

  test('two lists at once take the same item in once', async () => {
    const lines = Array.from({ length: 100 }, (_, at) => `${7000 + at},,,`);
    const [first, second] = [await checked(list(lines)), await checked(list(lines))];
    await Promise.all([staff('POST', path(first, '/run')), staff('POST', path(second, '/run'))]);
    expect((await staff('GET', '/crm/inventory?per_page=1')).body.pagination.total_items).toBe(100);
    const rows = [(await staff('GET', path(first))).body.good_rows, (await staff('GET', path(second))).body.good_rows];
    expect(rows.map(Number).toSorted((a, b) => a - b)).toEqual([0, 100]);
  });

  test('an import is undone while its items are untouched, and not afterwards', async () => {
    const first = await checked(list(['1,,,', '2,,,']));
    await staff('POST', path(first, '/run'));
    expect((await staff('POST', path(first, '/undo'))).status).toBe(202);
    expect((await staff('GET', path(first))).body.status).toBe('undone');
    expect((await staff('GET', '/crm/inventory')).body.pagination.total_items).toBe(0);
    const second = await checked(list(['1,,,', '2,,,']));
    await staff('POST', path(second, '/run'));
    const { body } = await staff('GET', '/crm/inventory');
    await staff('PATCH', `/crm/inventory/inventory_id/${body.data[0]?.inventory_id}`, { item_location: 'Leeds' });
    expect(await staff('POST', path(second, '/undo'))).toMatchObject({ status: 422, body: { error: { message: expect.stringContaining('changed since') } } });
  });

  test('what is exported can be imported again as it was, formulas and all', async () => {
    const texts = ['=1+1', '+447700900123', '-x', '@a', "'=b", 'plain, "quoted"', 'Köln'];
    for (const text of texts) await staff('PUT', '/crm/inventory', { item: 'SIM Card', itemtext1: text, itemtext2: 'n' });
    const filters = encodeURIComponent(JSON.stringify({ item: ['SIM Card'] }));
    const { body: csv } = await staff<string>('GET', `/crm/inventory/export?filters=${filters}&sort=inventory_id&order=asc`);
    expect(csv).toMatch(/^inventory_id,item,ICCID,IMSI,/);
    expect(csv).toContain("'=1+1");
    for (const line of csv.split('\n')) for (const cell of line.split(',')) expect(cell).not.toMatch(/^[=@]/);
    await api.em().execute('delete from inventory');
    const id = await checked(csv);
    await staff('POST', path(id, '/run'));
    const { body } = await staff('GET', '/crm/inventory?sort=inventory_id&order=asc');
    expect(body.data.map((item: { itemtext1: string }) => item.itemtext1)).toEqual(texts);
  });
});

describe('error', () => {
  test.each([
    ['an empty body', '', 'file'],
    ['a workbook', 'PK\u0003\u0004rest', 'file'],
    ['no rows', 'ICCID\n', 'file'],
  ])('%s is refused on its field', async (_, text, field) => {
    expect(await upload(text)).toMatchObject({ status: 400, body: { error: { field } } });
  });

  test('more than 20 MB is refused, less than that is not', async () => {
    expect((await upload(`ICCID\n${'1234567890\n'.repeat(2_000_000)}`)).status).toBe(413);
    expect((await upload(`ICCID\n${'1234567890\n'.repeat(200_000)}`)).status).toBe(200);
  });

  test('a plan that does not fit is refused by field', async () => {
    const { body } = await upload(list(['1,2,3,4']));
    const plan = { inventory_template_id: templateId, mapping: { itemtext1: 0 } };
    for (const [change, status] of [
      [{ inventory_template_id: 999 }, 404],
      [{ mapping: { itemtext1: 9 } }, 400],
      [{ mapping: { item_location: 2 } }, 400],
      [{ mapping: { itemtext1: 0, customer_id: 1 } }, 400],
      [{ unique: 'itemtext2' }, 400],
      [{ defaults: { item_state: 'Assigned' } }, 400],
    ] as const)
      expect((await staff('POST', path(body.import_id, '/check'), { ...plan, ...change })).status).toBe(status);
    expect((await staff('POST', path(body.import_id, '/run'))).status).toBe(422);
    expect((await staff('POST', path(body.import_id, '/undo'))).status).toBe(422);
    expect((await staff('GET', path(999_999))).status).toBe(404);
  });

  test('while Temporal is down nothing is begun', async () => {
    const { body } = await upload(list(['1,2,3,4']));
    temporal.startImport = noTemporal().startImport;
    const answer = await staff('POST', path(body.import_id, '/check'), body.suggestions[0]);
    temporal.startImport = work;
    expect(answer.status).toBe(503);
    expect((await staff('GET', path(body.import_id))).body.status).toBe('uploaded');
  });

  test('an export that cannot be sorted says so before the file begins', async () => {
    expect((await staff('GET', '/crm/inventory/export?sort=nothing')).status).toBe(400);
  });
});

describe('security', () => {
  test('needs create_inventory, undoing delete_inventory', async () => {
    const { body } = await upload(list(['1,2,3,4']));
    const viewer = await api.staff('view_inventory', 'update_inventory');
    for (const [method, url] of [
      ['POST', '/crm/inventory/import?file_name=a.csv'],
      ['GET', '/crm/inventory/import'],
      ['GET', path(body.import_id)],
      ['POST', path(body.import_id, '/check')],
      ['POST', path(body.import_id, '/run')],
      ['POST', path(body.import_id, '/cancel')],
      ['POST', path(body.import_id, '/undo')],
      ['GET', path(body.import_id, '/draft')],
      ['GET', path(body.import_id, '/errors')],
      ['GET', path(body.import_id, '/errors.csv')],
      ['GET', path(body.import_id, '/stream')],
    ] as const) {
      expect((await viewer(method, url, method === 'POST' ? {} : undefined)).status).toBe(403);
      expect((await api.anonymous(method, url)).status).toBe(401);
    }
    const creator = await api.staff('create_inventory');
    expect((await creator('POST', path(body.import_id, '/undo'))).status).toBe(403);
  });

  test('files and rows are sealed while they wait', async () => {
    const { body } = await upload(list(['8944,234,Leeds,TopSecret1']));
    const id: number = body.import_id;
    const text = await api.em().execute<{ content: string }[]>('select content from inventory_import_text where import_id = ?', [id]);
    expect(text.map(({ content }) => content).join()).not.toContain('TopSecret1');
    await staff('POST', path(id, '/check'), body.suggestions[0]);
    const rows = await api.em().execute<{ cells: string }[]>('select cells from inventory_import_line where import_id = ?', [id]);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.cells).toMatch(/^sealed\.v1\./);
    await staff('POST', path(id, '/run'));
    expect(await api.em().execute('select from inventory_import_line where import_id = ?', [id])).toEqual([]);
  });

  test('a customer exports its own items only, without what is the operator’s', async () => {
    const customerId = await insert(api.em(), 'customer', { customer_name: 'Jane' });
    await staff('PUT', '/crm/inventory', {
      item: 'SIM Card',
      itemtext1: 'own',
      customer_id: customerId,
      management_password: 'pw',
      inventory_notes: 'internal',
    });
    await staff('PUT', '/crm/inventory', { item: 'SIM Card', itemtext1: 'other' });
    const tenant = await api.customerUser(customerId, 'view_own_inventory');
    const { body } = await tenant('GET', '/crm/inventory/export');
    expect(body).toContain('own');
    expect(body).not.toMatch(/other|wholesale|internal|pw/);
    expect((await staff('GET', '/crm/inventory/export')).body).not.toContain('pw');
  });
});
