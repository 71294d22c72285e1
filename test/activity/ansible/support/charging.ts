import { inject } from 'vitest';

/** A balance as CGRateS tells it. */
export interface Balance {
  ID: string;
  Value: number;
  ExpirationDate: string;
}

/** The account in the real charging system, or undefined when there is none. */
export async function chargingAccount(tenant: string, account: string): Promise<Record<string, Balance[]> | undefined> {
  const response = await fetch(`http://${inject('cgratesAddress')}/jsonrpc`, {
    method: 'POST',
    body: JSON.stringify({ id: 1, method: 'APIerSv2.GetAccount', params: [{ Tenant: tenant, Account: account }] }),
  });
  const { result, error } = (await response.json()) as { result: { BalanceMap: Record<string, Balance[]> | null } | null; error: string | null };
  if (error !== null && error !== 'NOT_FOUND') throw new Error(error);
  return result === null ? undefined : (result.BalanceMap ?? {});
}
