import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Temporal } from '../../../api/temporal.ts';
import { precondition } from '../../../domain/errors.ts';
import { beginImport } from '../../../domain/inventory/import/begin-import.ts';
import { finishImport } from '../../../domain/inventory/import/finish-import.ts';
import { processRows } from '../../../domain/inventory/import/import-rows.ts';
import { createVault } from '../../../domain/settings/vault.ts';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';
import { noTemporal } from '../../support/offline.ts';
import { insert } from '../../support/seed.ts';
import { workOn } from './import-support.ts';

let api: TestApi;
let staff: Client;
const temporal: Temporal = { ...noTemporal(), startImport: (input) => workOn(api, input) };

beforeAll(async () => {
  api = await createTestApi({ temporal });
  staff = await api.staff('view_inventory', 'create_inventory', 'delete_inventory');
  await insert(api.em(), 'inventory_template', { item: 'SIM Card', itemtext1_label: 'ICCID' });
});
afterAll(() => api?.close());
beforeEach(() => api.em().execute('delete from inventory'));

const path = (id: number, rest = '') => `/crm/inventory/import/import_id/${id}${rest}`;

/** An import of so many rows whose check is over. */
async function checked(rows: number): Promise<number> {
  const text = ['ICCID', ...Array.from({ length: rows }, (_, row) => String(row))].join('\n');
  const { body } = await staff('POST', '/crm/inventory/import?file_name=sims.csv', text, { 'content-type': 'text/csv' });
  await staff('POST', path(body.import_id, '/check'), body.suggestions[0]);
  return body.import_id;
}

test('an import whose process is gone is freed by stopping it, and can go on', async () => {
  const id = await checked(2);
  temporal.cancelImport = async () => Promise.reject(precondition('The job is over.'));
  expect((await staff('POST', path(id, '/cancel'))).status).toBe(422);
  await beginImport(api.em(), id, 'import', null);
  expect((await staff('POST', path(id, '/cancel'))).status).toBe(202);
  temporal.cancelImport = async () => undefined;
  expect((await staff('GET', path(id))).body).toMatchObject({ status: 'cancelled', phase: 'import', reason: expect.stringContaining('from outside') });
  await staff('POST', path(id, '/run'));
  expect((await staff('GET', path(id))).body).toMatchObject({ status: 'imported', good_rows: 2 });
});

test('an import that broke off in the middle goes on without doubles, or is undone', async () => {
  for (const next of ['run', 'undo'] as const) {
    const id = await checked(600);
    const { doneRows } = await beginImport(api.em(), id, 'import', null);
    await processRows(api.em(), id, 'import', doneRows, createVault(api.deps.config));
    await finishImport(api.em(), id, 'import', { result: 'failed', reason: 'The worker was lost.' });
    expect((await staff('GET', path(id))).body).toMatchObject({ status: 'failed', phase: 'import', done_rows: 250 });
    expect((await staff('POST', path(id, `/${next}`))).status).toBe(202);
    expect((await staff('GET', path(id))).body.status).toBe(next === 'run' ? 'imported' : 'undone');
    expect((await staff('GET', '/crm/inventory')).body.pagination.total_items).toBe(next === 'run' ? 600 : 0);
    expect(await api.em().execute(`select id from search_document where kind = 'inventory'`)).toHaveLength(next === 'run' ? 600 : 0);
    await api.em().execute('delete from inventory');
  }
});
