import type { EntityManager } from '@mikro-orm/postgresql';
import { isSealed, type Vault } from '../settings/vault.ts';

const purpose = 'inventory.management_password';

/** A device's password as it is stored; null and undefined stay what they are. */
export const sealPassword = <T extends string | null | undefined>(vault: Vault, password: T): T | string =>
  typeof password === 'string' ? vault.seal(purpose, password) : password;

/** The password itself; one stored before passwords were sealed is answered as it is. Throws when its key is gone. */
export const openPassword = (vault: Vault, stored: string | null): string | null =>
  stored === null || !isSealed(stored) ? stored : vault.open(purpose, stored);

const batch = 500;

/**
 * Seals the passwords that are still plain or under an older key; answers how many those were. Harmless when repeated or
 * run at once from several places; one whose key is gone stays as it is.
 */
export async function sealStoredPasswords(em: EntityManager, vault: Vault): Promise<number> {
  let sealed = 0;
  for (let after = 0; ;) {
    const rows = await em.execute<{ inventory_id: number; management_password: string }[]>(
      'select inventory_id, management_password from inventory where management_password is not null and inventory_id > ? order by inventory_id limit ?',
      [after, batch],
    );
    for (const { inventory_id: id, management_password: stored } of rows) {
      after = id;
      const fresh = vault.isCurrent(stored) ? undefined : resealed(vault, stored);
      if (fresh === undefined) continue;
      await em.execute('update inventory set management_password = ? where inventory_id = ? and management_password = ?', [fresh, id, stored]);
      sealed += 1;
    }
    if (rows.length < batch) return sealed;
  }
}

function resealed(vault: Vault, stored: string): string | undefined {
  if (!isSealed(stored)) return vault.seal(purpose, stored);
  try {
    return vault.seal(purpose, vault.open(purpose, stored));
  } catch {
    return undefined;
  }
}
