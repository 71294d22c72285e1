import type { EntityManager } from '@mikro-orm/postgresql';
import type { Ctx } from '../../context.ts';
import type { Vault } from '../../settings/vault.ts';
import { getImport } from './get-import.ts';
import { readHead, sampleOf } from './parse-list.ts';
import { type PlanSuggestion, suggestPlans } from './suggest-plans.ts';

/** What people need to choose the columns of a list: its first rows, and what its header suggests. */
export interface ImportDraft {
  sample: string[][];
  suggestions: PlanSuggestion[];
}

/** The draft of an import that was begun earlier; its rows, which may hold secrets, are shown to nobody but who uploaded them. Throws `not_found`. */
export async function importDraft(ctx: Ctx, importId: number, vault: Vault): Promise<ImportDraft> {
  const { header, user_id: uploader } = await getImport(ctx.em, importId);
  const rows = await firstRows(ctx.em, importId, vault);
  const isOwn = uploader !== null && uploader === ctx.principal.userId;
  return { sample: isOwn ? rows : [], suggestions: await suggestPlans(ctx, header, rows) };
}

async function firstRows(em: EntityManager, importId: number, vault: Vault): Promise<string[][]> {
  const staged = await em.execute<{ cells: string }[]>('select cells from inventory_import_line where import_id = ? order by ordinal limit 5', [importId]);
  if (staged.length > 0) return sampleOf(staged.map(({ cells }) => JSON.parse(vault.open('inventory.import_row', cells)) as string[]));
  const text = await em.execute<{ content: string }[]>('select content from inventory_import_text where import_id = ? order by seq limit 5', [importId]);
  return text.length === 0 ? [] : readHead(text.map(({ content }) => vault.open('inventory.import_file', content)).join('')).sample;
}
