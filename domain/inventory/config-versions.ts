import { type Ctx, change } from '../context.ts';
import { forbidden, notFound } from '../errors.ts';
import { type Columns, recordJson, type RecordJson, selectList } from '../record.ts';
import { actingAs, restoring } from './acting.ts';
import { findItem } from './get-item.ts';
import { seesSecrets } from './inventory-columns.ts';

/** What the contract shows of one version of a device's configuration; `version` counts from 1. */
export const configVersionColumns = {
  version: 'int',
  created: 'instant',
  actor: 'text?',
  user_id: 'int?',
  provision_id: 'int?',
  restored_version: 'int?',
} as const satisfies Columns;
export type ConfigVersionJson = RecordJson<typeof configVersionColumns> & { length: number };
export type ConfigTextJson = ConfigVersionJson & { content: string };

const select = `${selectList(configVersionColumns, 'v')}, length(coalesce(v.content, '')) as length`;
const shown = (row: object): ConfigVersionJson => ({ ...recordJson(configVersionColumns, row), length: (row as { length: number }).length });

/** The versions of an item's configuration without their texts, newest first; for those who may change stock. */
export async function listConfigVersions(ctx: Ctx, inventoryId: number): Promise<ConfigVersionJson[]> {
  await demandItem(ctx, inventoryId);
  const rows = await ctx.em.execute<object[]>(`select ${select} from inventory_config_version v where v.inventory_id = ? order by v.version desc`, [
    inventoryId,
  ]);
  return rows.map(shown);
}

/** One version with its text. Throws `not_found`. */
export async function getConfigVersion(ctx: Ctx, inventoryId: number, version: number): Promise<ConfigTextJson> {
  await demandItem(ctx, inventoryId);
  const [row] = await ctx.em.execute<{ content: string | null }[]>(
    `select ${select}, v.content from inventory_config_version v where v.inventory_id = ? and v.version = ?`,
    [inventoryId, version],
  );
  if (row === undefined) throw notFound('Configuration version', version);
  return { ...shown(row), content: row.content ?? '' };
}

/** Makes an earlier version the item's configuration again, as a new version; the newest one stays as it is. Throws `not_found`. */
export async function restoreConfigVersion(ctx: Ctx, inventoryId: number, version: number): Promise<ConfigVersionJson[]> {
  const { content } = await getConfigVersion(ctx, inventoryId, version);
  await change(ctx, async (em) => {
    const item = await findItem(em, ctx.principal, inventoryId, true);
    await actingAs(em, ctx);
    await restoring(em, version);
    em.assign(item, { config_content: content === '' ? null : content });
    await em.flush();
  });
  return listConfigVersions(ctx, inventoryId);
}

async function demandItem({ em, principal }: Ctx, inventoryId: number): Promise<void> {
  if (!seesSecrets(principal)) throw forbidden('This needs the permission update_inventory.');
  await findItem(em, principal, inventoryId);
}
