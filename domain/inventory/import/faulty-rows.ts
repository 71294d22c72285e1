import { stringify } from 'csv-stringify/sync';
import type { Ctx } from '../../context.ts';
import type { Vault } from '../../settings/vault.ts';
import { safeCell } from './csv-cell.ts';
import { getImport } from './get-import.ts';
import { columnOf } from './import-columns.ts';

const batch = 500;

/** The faulty rows of an import as CSV, as they were uploaded, with what is wrong in front: to be mended and uploaded again. Throws `not_found`. */
export async function* faultyRows({ em }: Ctx, importId: number, vault: Vault): AsyncGenerator<string> {
  const list = await getImport(em, importId);
  yield `\uFEFF${stringify([['row', 'errors', ...list.header.map(safeCell)]])}`;
  for (let after = 0; ;) {
    const rows = await em.execute<{ ordinal: number; file_row: number; cells: string; faults: { field: string; message: string }[] }[]>(
      `select r.ordinal, r.file_row, r.cells, json_agg(json_build_object('field', e.field, 'message', e.message) order by e.error_id) as faults
         from inventory_import_line r join inventory_import_error e on e.import_id = r.import_id and e.ordinal = r.ordinal
        where r.import_id = ? and r.ordinal > ? group by r.ordinal, r.file_row, r.cells order by r.ordinal limit ?`,
      [importId, after, batch],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.ordinal;
    const lines = rows.map((row) => [
      String(row.file_row),
      safeCell(row.faults.map(({ field, message }) => `${columnOf(list, field) ?? field} ${message}`).join('; ')),
      ...(JSON.parse(vault.open('inventory.import_row', row.cells)) as string[]).map(safeCell),
    ]);
    yield stringify(lines);
  }
}
