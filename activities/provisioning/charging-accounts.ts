import { unavailable } from '../../domain/errors.ts';
import type { CgratesClient } from '../adapters/cgrates/cgrates-client.ts';
import type { ChargingAccounts } from './deps.ts';

/** Accounts read at once; the engine answers some 20 a millisecond. */
const pageSize = 2000;

/** The accounts of CGRateS as provisioning sees them; whatever the engine says but a plain answer is `unavailable`. */
export function createChargingAccounts(client: Pick<CgratesClient, 'account' | 'removeAccount' | 'call'>): ChargingAccounts {
  const page = async (offset: number): Promise<string[]> => {
    const accounts = await client.call<{ ID: string }[]>('APIerSv2.GetAccounts', { Limit: pageSize, Offset: offset });
    // The engine's ids are tenant:account.
    return accounts.map(({ ID }) => ID.slice(ID.indexOf(':') + 1));
  };
  return {
    exists: (account) => answered(async () => (await client.account(account)) !== null),
    remove: (account) => answered(() => client.removeAccount(account)),
    withNameContaining: (part) =>
      answered(async () => {
        const found: string[] = [];
        for (let offset = 0; ; offset += pageSize) {
          const names = await page(offset);
          found.push(...names.filter((name) => name.includes(part)));
          if (names.length < pageSize) return found;
        }
      }),
  };
}

async function answered<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw unavailable(error instanceof Error ? error.message : 'The charging system does not answer.', error);
  }
}
