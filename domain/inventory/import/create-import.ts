import type { Ctx } from '../../context.ts';
import { invalid } from '../../errors.ts';
import type { Vault } from '../../settings/vault.ts';
import { decodeList } from './decode-list.ts';
import { type ImportJson, importJson } from './import-columns.ts';
import { readHead } from './parse-list.ts';

/** Largest list, bytes. */
export const largestList = 20 * 1024 * 1024;
/** Characters per stored piece of a file. */
const piece = 256 * 1024;
const purpose = 'inventory.import_file';

/** Keeps a list of items for checking and importing; its rows are read later. Throws on the field `file` for what is no list, and clears away lists nobody went on with for a week. */
export async function createImport(ctx: Ctx, file: { name: string; bytes: Uint8Array }, vault: Vault): Promise<ImportJson & { sample: string[][] }> {
  if (file.name.trim() === '') throw invalid('file_name', 'Give the file’s name.');
  const { text, encoding } = decodeList(file.bytes);
  const { delimiter, header, sample } = readHead(text);
  const made = await ctx.em.transactional(async (em) => {
    await em.execute(`delete from inventory_import where status in ('uploaded', 'checked') and last_modified < now() - interval '7 days'`);
    const [row] = await em.execute<{ import_id: number }[]>(
      `insert into inventory_import (file_name, file_bytes, encoding, delimiter, header, user_id, user_label) values (?, ?, ?, ?, ?::jsonb, ?, ?) returning *`,
      [file.name.slice(0, 255), file.bytes.length, encoding, delimiter, JSON.stringify(header), ctx.principal.userId, ctx.principal.label],
    );
    if (row === undefined) throw new Error('The database gave no number for the import.');
    for (const [seq, content] of piecesOf(text).entries())
      await em.execute('insert into inventory_import_text (import_id, seq, content) values (?, ?, ?)', [row.import_id, seq, vault.seal(purpose, content)]);
    return row;
  });
  return { ...importJson(made), sample };
}

/** The text in pieces that end between characters, never in the middle of a surrogate pair. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length;) {
    const end = Math.min(at + piece, text.length);
    const isSplit = end < text.length && /[\uD800-\uDBFF]/.test(text.charAt(end - 1));
    pieces.push(text.slice(at, isSplit ? end + 1 : end));
    at = isSplit ? end + 1 : end;
  }
  return pieces;
}
