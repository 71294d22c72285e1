import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenLive, type LiveHub } from '../../../api/live/live-hub.ts';
import { appendLiveEvent, provisionChannel, provisionsChannel } from '../../../domain/live/append-live-event.ts';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';
import { seedOperator, type SeededOperator } from '../../support/provisioning.ts';

let api: TestApi;
let hub: LiveHub | undefined;
let staff: Client;
let operator: SeededOperator;
beforeAll(async () => {
  // The hub needs the address of a database that is only there once the API is.
  const live: LiveHub = {
    subscribe: (channel, wake) => hub?.subscribe(channel, wake) ?? (() => undefined),
    closing: new AbortController().signal,
    close: async () => undefined,
  };
  api = await createTestApi({ live });
  hub = listenLive(api.database.url);
  staff = await api.staff('view_provision', 'view_provision_event');
  operator = await seedOperator(api.em());
});
afterAll(async () => {
  await hub?.close();
  await api?.close();
});

async function newJob(customerId = operator.customerId): Promise<number> {
  const [row] = await api
    .em()
    .execute<{ provision_id: number }[]>(`insert into provision (customer_id, uuid, workflow_id) values (?, ?, 'w') returning provision_id`, [
      customerId,
      randomUUID(),
    ]);
  return row?.provision_id ?? 0;
}
const tell = (id: number, type: string, payload: object = {}) => api.em().transactional((em) => appendLiveEvent(em, provisionChannel(id), type, payload));
const stream = (id: number, headers: Record<string, string> = {}, client = staff) =>
  client<string>('GET', `/crm/provision/provision_id/${id}/stream`, undefined, headers);
const idsIn = (text: string): number[] => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
const typesIn = (text: string): string[] => [...text.matchAll(/^event: (\w+)$/gm)].map(([, type]) => type ?? '');

describe('watching a job', () => {
  it('tells everything from its beginning, then what happens, and ends when the job does', async () => {
    const id = await newJob();
    await tell(id, 'status', { phase: 'queued' });
    const watching = stream(id);
    await tell(id, 'event', { event_number: 1 });
    await tell(id, 'end');
    const { status, body } = await watching;
    expect(status).toBe(200);
    expect(typesIn(body)).toEqual(['status', 'event', 'end']);
    expect(idsIn(body)).toEqual([1, 2, 3]);
  });

  it('goes on after Last-Event-ID without gap or repeat', async () => {
    const id = await newJob();
    for (let number = 1; number <= 450; number += 1) await tell(id, number === 450 ? 'end' : 'event', { event_number: number });
    const { body } = await stream(id, { 'last-event-id': '123' });
    expect(idsIn(body)).toEqual(Array.from({ length: 450 - 123 }, (_, index) => index + 124));
  });

  it('tells a reader that has everything to stop asking', async () => {
    const id = await newJob();
    await tell(id, 'end');
    expect((await stream(id, { 'last-event-id': '1' })).status).toBe(204);
  });

  it('does not end at the end of an earlier run', async () => {
    const id = await newJob();
    await tell(id, 'end');
    await tell(id, 'status', { phase: 'queued' });
    const watching = stream(id, { 'last-event-id': '1' });
    await tell(id, 'end');
    expect(typesIn((await watching).body)).toEqual(['status', 'end']);
  });

  it('loses and repeats nothing while many write at once', async () => {
    const id = await newJob();
    const watching = stream(id);
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let number = 0; number < 25; number += 1) await tell(id, 'event', { number });
      }),
    );
    await tell(id, 'end');
    expect(idsIn((await watching).body)).toEqual(Array.from({ length: 201 }, (_, index) => index + 1));
  });

  it('keeps what tasks answered from those who may not see it', async () => {
    const id = await newJob();
    await tell(id, 'event', { event_name: 'T', provisioning_result_json: { secret_business: 1 } });
    await tell(id, 'end');
    const own = await api.customerUser(operator.customerId, 'view_own_provision');
    const { body } = await stream(id, {}, own);
    expect(body).toContain('"event_name":"T"');
    expect(body).not.toContain('secret_business');
    expect((await stream(id, {}, await api.staff('view_customer'))).status).toBe(403);
    expect((await stream(id, {}, api.anonymous)).status).toBe(401);
  });

  it('hears of news again after its database connection was cut', async () => {
    const id = await newJob();
    const watching = stream(id);
    await api
      .em()
      .execute(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'linewright live events' and datname = current_database()`);
    await tell(id, 'event', {});
    await tell(id, 'end');
    expect(typesIn((await watching).body)).toEqual(['event', 'end']);
  });
});

describe('watching the list of jobs', () => {
  it('tells what happens from now on, to each what is its own', async () => {
    const [other] = await api.em().execute<{ customer_id: number }[]>(`insert into customer (customer_name) values ('Other') returning customer_id`);
    const send = (type: string, payload: object) => api.em().transactional((em) => appendLiveEvent(em, provisionsChannel, type, payload));
    await send('status', { provision_id: 1, customer_id: operator.customerId });
    const own = await api.customerUser(operator.customerId, 'view_own_provision');
    const watching = own('GET', '/crm/provision/stream');
    // Only what happens after the stream began is told, so it must have begun.
    await expect
      .poll(
        async () =>
          (
            await api
              .em()
              .execute<{ n: number }[]>(
                `select count(*)::int as n from pg_stat_activity where application_name = 'linewright live events' and datname = current_database()`,
              )
          )[0]?.n,
      )
      .toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    await send('status', { provision_id: 2, customer_id: other?.customer_id });
    await send('status', { provision_id: 3, customer_id: operator.customerId });
    await send('end', { customer_id: operator.customerId });
    const { body } = await watching;
    expect(body).toContain('"provision_id":3');
    expect(body).not.toContain('"provision_id":2');
  });
});
