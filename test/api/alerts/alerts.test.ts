import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../../support/api.ts';
import { insert, insertProvision } from '../../support/seed.ts';

let api: TestApi;
let customerId: number;
beforeAll(async () => {
  api = await createTestApi();
  customerId = await insert(api.em(), 'customer', { customer_name: 'Jane Smith' });
});
afterAll(() => api?.close());
afterEach(async () => {
  await api.em().execute('delete from provision');
  await api.em().execute('delete from communication');
});

const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * 3_600_000);
const failJob = (fields: Record<string, unknown> = {}) =>
  insertProvision(api.em(), customerId, { provisioning_status: 2, phase: 'failed', reason: 'The HSS did not answer.', finished: hoursAgo(1), ...fields });
const message = (state: string, fields: Record<string, unknown> = {}) =>
  insert(api.em(), 'communication', { customer_id: customerId, recipient: 'jane@example.com', subject: 'Welcome', state, ...fields });

describe('happy', () => {
  test('tells of jobs that failed within a day, with where to look and why', async () => {
    const staff = await api.staff('view_provision');
    const failed = await failJob();
    await failJob({ finished: hoursAgo(25) });
    await failJob({ phase: 'cancelled' });
    await insertProvision(api.em(), customerId, { provisioning_status: 0, phase: 'succeeded', finished: hoursAgo(1) });
    const { status, body } = await staff('GET', '/crm/alerts');
    expect(status).toBe(200);
    expect(body.data).toEqual([
      {
        id: `failed-job-${failed}-0`,
        kind: 'failed_job',
        severity: 'danger',
        title: `Job ${failed} failed`,
        detail: 'Jane Smith: The HSS did not answer.',
        href: `/jobs/${failed}`,
        since: expect.any(String),
      },
    ]);
  });

  test('counts what goes beyond ten of a kind', async () => {
    for (let job = 0; job < 12; job += 1) await failJob();
    const { body } = await (await api.staff('view_provision'))('GET', '/crm/alerts');
    expect(body.data).toHaveLength(11);
    expect(body.data.at(-1)).toMatchObject({ title: '2 more jobs failed', href: '/jobs?provisioning_status=2' });
  });

  test('tells of messages that did not go out, and not of those that did', async () => {
    const staff = await api.staff('view_communication');
    const rejected = await message('rejected', { reason: 'No such mailbox.' });
    await message('sent');
    await message('sending');
    const uncertain = await message('uncertain', { customer_id: null, last_modified: hoursAgo(2) });
    await message('rejected', { last_modified: hoursAgo(25) });
    expect((await staff('GET', '/crm/alerts')).body.data).toMatchObject([
      {
        id: `failed-message-${rejected}-rejected`,
        severity: 'danger',
        title: 'A mail was refused',
        detail: '“Welcome” to jane@example.com: No such mailbox.',
        href: `/customers/${customerId}#communications`,
      },
      { id: `failed-message-${uncertain}-uncertain`, severity: 'warning', href: '/messages?q=jane%40example.com' },
    ]);
  });
});

describe('security', () => {
  test('everybody is told only what they may look at, customers nothing', async () => {
    await failJob();
    await message('rejected');
    const kinds = async (...permissions: Parameters<TestApi['staff']>): Promise<string[]> =>
      (await (await api.staff(...permissions))('GET', '/crm/alerts')).body.data.map(({ kind }: { kind: string }) => kind);
    expect(await kinds('view_product')).toEqual([]);
    expect(await kinds('view_provision')).toEqual(['failed_job']);
    expect(await kinds('view_communication')).toEqual(['failed_message']);
    expect(await kinds('admin')).toEqual(['failed_job', 'failed_message']);
    const customer = await api.customerUser(customerId, 'view_own_provision', 'view_provision', 'view_communication');
    expect((await customer('GET', '/crm/alerts')).body.data).toEqual([]);
    expect((await api.anonymous('GET', '/crm/alerts')).status).toBe(401);
  });
});
