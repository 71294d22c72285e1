import { unavailable } from '../../domain/errors.ts';
import type { Config } from '../../domain/settings/config-schema.ts';
import type { ChargingAccounts } from './deps.ts';

/** How long the charging system may take to answer, milliseconds. */
const timeoutMs = 5000;
/** Accounts read at once; the engine answers some 20 a millisecond. */
const pageSize = 2000;

interface Answer {
  result: unknown;
  error: string | null;
}

/** Accounts in CGRateS, by its JSON-RPC over HTTP (APIerSv1 and APIerSv2 of version 0.10). */
export function createChargingAccounts({ cgrates, ocsTenant }: Config['ocs']): ChargingAccounts {
  const call = (method: string, params: object): Promise<Answer> => ask(`http://${cgrates}/jsonrpc`, method, { Tenant: ocsTenant, ...params });
  const page = async (offset: number): Promise<string[]> => {
    const accounts = resultOf(await call('APIerSv2.GetAccounts', { Limit: pageSize, Offset: offset })) as { ID: string }[];
    return accounts.map(({ ID }) => ID.slice(ocsTenant.length + 1));
  };
  return {
    async exists(account) {
      const answer = await call('APIerSv2.GetAccount', { Account: account });
      if (answer.error === 'NOT_FOUND') return false;
      resultOf(answer);
      return true;
    },
    async remove(account) {
      const answer = await call('APIerSv1.RemoveAccount', { Account: account, ReloadScheduler: true });
      if (answer.error !== 'NOT_FOUND') resultOf(answer);
    },
    async withNameContaining(part) {
      const found: string[] = [];
      for (let offset = 0; ; offset += pageSize) {
        const names = await page(offset);
        found.push(...names.filter((name) => name.includes(part)));
        if (names.length < pageSize) return found;
      }
    },
  };
}

async function ask(url: string, method: string, params: object): Promise<Answer> {
  try {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify({ id: 1, method, params: [params] }), signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return (await response.json()) as Answer;
  } catch (error) {
    throw unavailable('The charging system does not answer.', error);
  }
}

/** CGRateS reports errors with status 200. */
function resultOf({ result, error }: Answer): unknown {
  if (error !== null && error !== '') throw unavailable(`The charging system refused: ${error.slice(0, 200)}`);
  return result;
}
