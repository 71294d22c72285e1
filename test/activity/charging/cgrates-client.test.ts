import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { CgratesRefusal, CgratesUnavailable, createCgratesClient } from '../../../activities/adapters/cgrates/cgrates-client.ts';
import { readAccount } from '../../../domain/charging/charging-engine.ts';
import '../../support/provided.ts';

const tenant = 'test.example';

describe('the real engine', () => {
  const client = createCgratesClient({ address: inject('cgratesAddress'), tenant });

  test('an account is made, read with its balances and plans, stopped and removed', async () => {
    const account = `acct_${randomUUID().slice(0, 8)}`;
    expect(await client.account(account)).toBeNull();
    expect(await client.actionPlans(account)).toEqual([]);
    await client.call('APIerSv2.SetAccount', { Account: account, ExtraOptions: { AllowNegative: false, Disabled: false } });
    await client.call('APIerSv1.AddBalance', { Account: account, BalanceType: '*data', Value: 1024, Balance: { ID: 'DATA', Weight: 10 } });
    await client.call('APIerSv1.SetActions', {
      ActionsId: `Action_${account}`,
      Actions: [{ Identifier: '*topup', BalanceType: '*data', Units: 1, Weight: 10 }],
      Overwrite: true,
    });
    const plan = `ServiceID_${account}__ProductID_1__CustomerID_2`;
    await client.call('APIerSv1.SetActionPlan', {
      Id: plan,
      ActionPlan: [{ ActionsId: `Action_${account}`, MonthDays: '15', Time: '00:00:00', Weight: 10 }],
      Overwrite: true,
      ReloadScheduler: true,
    });
    await client.call('APIerSv2.SetAccount', { Account: account, ActionPlanIDs: [plan], ReloadScheduler: true });

    expect(await readAccount(client, account)).toMatchObject({
      balances: { '*data': [{ ID: 'DATA', Value: 1024 }] },
      plans: [{ ActionPlanId: plan }],
      disabled: false,
    });
    await client.setDisabled(account, true);
    const stopped = await client.account(account);
    expect(stopped).toMatchObject({ Disabled: true, BalanceMap: { '*data': [{ Value: 1024 }] } });
    expect(await client.actionPlans(account)).toHaveLength(1);
    await client.removeAccount(account);
    await client.removeAccount(account);
    expect(await readAccount(client, account)).toEqual({ balances: {}, plans: [], disabled: false });
  });

  test('its refusals keep its reason, and it says when it is there', async () => {
    await client.status();
    await expect(client.call('Nope.Nothing', {})).rejects.toThrow(CgratesRefusal);
  });
});

describe('an engine in trouble', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });
  const troubled = async (listener: RequestListener, timeoutMs = 200) => {
    server = createServer(listener);
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return createCgratesClient({ address: `127.0.0.1:${(server.address() as AddressInfo).port}`, tenant, timeoutMs });
  };

  test.each<[string, RequestListener]>([
    ['fails', (_request, response) => response.writeHead(500).end('{}')],
    ['hangs', () => undefined],
    ['trickles', (_request, response) => void response.writeHead(200).write('{"id":1,')],
    ['cuts the connection', (_request, response) => void response.destroy()],
    ['speaks something else', (_request, response) => response.end('<html>')],
    ['speaks other JSON', (_request, response) => response.end('[]')],
    ['answers null', (_request, response) => response.end('null')],
  ])('one that %s is unavailable, in bounded time', async (_name, listener) => {
    const client = await troubled(listener);
    await expect(client.account('a')).rejects.toThrow(CgratesUnavailable);
    expect(await readAccount(client, 'a')).toBeUndefined();
  });

  test('one that is not there is unavailable', async () => {
    await expect(createCgratesClient({ address: '127.0.0.1:1', tenant }).status()).rejects.toThrow(CgratesUnavailable);
  });

  test('a caller that gives up is not kept waiting', async () => {
    const client = await troubled(() => undefined, 60_000);
    await expect(client.account('a', AbortSignal.abort())).rejects.toThrow(CgratesUnavailable);
  });
});
