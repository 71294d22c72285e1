import type { EntityManager } from '@mikro-orm/postgresql';
import type { Vault } from '../../settings/vault.ts';
import { getImport } from './get-import.ts';
import { tellProgress } from './import-progress.ts';
import { type ListRow, readRows } from './parse-list.ts';

const batch = 1000;

/** Reads an uploaded list into rows, all or none, as a stream; answers how many there are. Done once: repeated it answers the same. `beat` is called after every batch. */
export async function stageRows(em: EntityManager, importId: number, vault: Vault, beat: () => void): Promise<number> {
  return em.transactional(async (tx) => {
    const known = await getImport(tx, importId, true);
    if (known.total_rows !== null) return known.total_rows;
    let ordinal = 0;
    let rows: ListRow[] = [];
    const flush = async (): Promise<void> => {
      await tx.execute(
        `insert into inventory_import_line (import_id, ordinal, file_row, cells)
         select ?, * from unnest(array[?]::int[], array[?]::int[], array[?]::text[])`,
        [
          importId,
          rows.map((_, at) => ordinal - rows.length + at + 1),
          rows.map(({ fileRow }) => fileRow),
          rows.map(({ cells }) => vault.seal('inventory.import_row', JSON.stringify(cells))),
        ],
      );
      rows = [];
      beat();
    };
    for await (const row of readRows(textOf(tx, importId, vault), known.delimiter)) {
      rows.push(row);
      ordinal += 1;
      if (rows.length === batch) await flush();
    }
    if (rows.length > 0) await flush();
    await tx.execute('update inventory_import set total_rows = ?, last_modified = now() where import_id = ?', [ordinal, importId]);
    await tx.execute('delete from inventory_import_text where import_id = ?', [importId]);
    await tellProgress(tx, importId);
    return ordinal;
  });
}

async function* textOf(em: EntityManager, importId: number, vault: Vault): AsyncGenerator<string> {
  for (let seq = 0; ; seq += 1) {
    const [piece] = await em.execute<{ content: string }[]>('select content from inventory_import_text where import_id = ? and seq = ?', [importId, seq]);
    if (piece === undefined) return;
    yield vault.open('inventory.import_file', piece.content);
  }
}
