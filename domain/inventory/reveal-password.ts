import type { Ctx } from '../context.ts';
import { forbidden, notFound } from '../errors.ts';
import type { Vault } from '../settings/vault.ts';
import { findItem } from './get-item.ts';
import { seesSecrets } from './inventory-columns.ts';
import { openPassword } from './item-password.ts';

/** The password of a device, for those who may change stock. Throws `not_found` when it has none. */
export async function revealPassword({ em, principal }: Ctx, inventoryId: number, vault: Vault): Promise<{ management_password: string }> {
  if (!seesSecrets(principal)) throw forbidden('This needs the permission update_inventory.');
  const item = await findItem(em, principal, inventoryId);
  const password = openPassword(vault, item.management_password ?? null);
  if (password === null) throw notFound('Management password of item', inventoryId);
  return { management_password: password };
}
