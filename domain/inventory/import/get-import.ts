import type { EntityManager } from '@mikro-orm/postgresql';
import type { Ctx } from '../../context.ts';
import { notFound } from '../../errors.ts';
import { findPage } from '../../find-page.ts';
import type { ListQuery, Page } from '../../paging.ts';
import { recordJson, type RecordJson, selectList } from '../../record.ts';
import { columnOf, importErrorColumns, type ImportJson, importJson } from './import-columns.ts';

/** All imports, newest first. */
export async function listImports({ em }: Ctx, query: Pick<ListQuery, 'page' | 'per_page'>): Promise<Page<ImportJson>> {
  const page = await findPage<object>(em, { select: 'i.*', from: 'inventory_import i', where: [], orderBy: 'i.import_id desc' }, query);
  return { ...page, data: page.data.map(importJson) };
}

/** One import. Throws `not_found`. */
export async function getImport(em: EntityManager, importId: number, lock = false): Promise<ImportJson> {
  const [row] = await em.execute<object[]>(`select * from inventory_import where import_id = ? ${lock ? 'for update' : ''}`, [importId]);
  if (row === undefined) throw notFound('Import', importId);
  return importJson(row);
}

/** Something wrong with a row of a list; `file_row` counts as spreadsheets do, `column` is what the list itself calls it. */
export type ImportErrorJson = RecordJson<typeof importErrorColumns> & { column: string | null };

/** What is wrong with the rows of an import, by row and column. Throws `not_found`. */
export async function listImportErrors({ em }: Ctx, importId: number, query: Pick<ListQuery, 'page' | 'per_page'>): Promise<Page<ImportErrorJson>> {
  const list = await getImport(em, importId);
  const where = [{ sql: 'e.import_id = ?', params: [importId] }];
  const select = selectList(importErrorColumns, 'e');
  const page = await findPage<object>(em, { select, from: 'inventory_import_error e', where, orderBy: 'e.ordinal, e.error_id' }, query);
  const errors = page.data.map((row) => recordJson(importErrorColumns, row));
  return { ...page, data: errors.map((error) => ({ ...error, column: columnOf(list, error.field) })) };
}
