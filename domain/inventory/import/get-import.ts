import type { EntityManager } from '@mikro-orm/postgresql';
import type { Ctx } from '../../context.ts';
import { notFound } from '../../errors.ts';
import { findPage } from '../../find-page.ts';
import type { ListQuery, Page } from '../../paging.ts';
import { type ImportJson, importJson } from './import-columns.ts';

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

/** Something wrong with a row of a list; `file_row` counts as spreadsheets do. */
export interface ImportErrorJson {
  file_row: number;
  field: string | null;
  message: string;
}

/** What is wrong with the rows of an import, by row. Throws `not_found`. */
export async function listImportErrors({ em }: Ctx, importId: number, query: Pick<ListQuery, 'page' | 'per_page'>): Promise<Page<ImportErrorJson>> {
  await getImport(em, importId);
  const where = [{ sql: 'e.import_id = ?', params: [importId] }];
  return findPage<ImportErrorJson>(
    em,
    { select: 'e.file_row, e.field, e.message', from: 'inventory_import_error e', where, orderBy: 'e.ordinal, e.error_id' },
    query,
  );
}
