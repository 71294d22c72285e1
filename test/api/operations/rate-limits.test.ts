import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../../api/app.ts';
import { createSharedCounters, type SharedCounters } from '../../../api/rate-limits/shared-counters.ts';
import { signToken } from '../../../domain/identity/access-token.ts';
import { createTestApi, type TestApi } from '../../support/api.ts';

const minute = 29_000_000 * 60_000;
let test: TestApi;
let nowMs = minute;
let copies: { counters: SharedCounters; get(path: string, headers?: Record<string, string>): Promise<Response> }[];

beforeAll(async () => {
  test = await createTestApi();
});
afterAll(() => test.close());

beforeEach(async () => {
  await test.em().execute('delete from rate_count');
  nowMs = minute;
  const config = { ...test.deps.config, rate_limits: { stranger_per_minute: 3, user_per_minute: 5, program_per_minute: 7 } };
  copies = [1, 2].map(() => {
    const counters = createSharedCounters(test.deps.orm, { now: () => nowMs, everyMs: 3_600_000 });
    const app = createApp({ ...test.deps, config, counters });
    return { counters, get: async (path, headers = {}) => app.request(path, { headers }) };
  });
});

const statuses = async (copy: number, times: number, headers: Record<string, string> = {}, path = '/crm/auth/me'): Promise<number[]> => {
  const answers: number[] = [];
  for (let i = 0; i < times; i += 1) answers.push((await copies[copy]!.get(path, headers)).status);
  return answers;
};
const exchange = async (): Promise<void> => {
  for (const { counters } of [...copies, ...copies]) await counters.exchange();
};
const bearer = async (): Promise<Record<string, string>> => {
  const client = await test
    .em()
    .execute<{ user_id: number; family_id: string }[]>('select user_id, family_id from refresh_token order by created desc limit 1');
  const token = await signToken(test.deps.config.jwt_secret, { kind: 'user', userId: client[0]!.user_id, sessionId: client[0]!.family_id });
  return { authorization: `Bearer ${token}` };
};

describe('rate limits', () => {
  it('tell how many requests are left and, past the limit, when to come back', async () => {
    await test.staff();
    const user = await bearer();
    const first = await copies[0]!.get('/crm/auth/me', user);
    expect(first.status).toBe(200);
    expect(first.headers.get('RateLimit-Limit')).toBe('5');
    expect(first.headers.get('RateLimit-Remaining')).toBe('4');
    expect(await statuses(0, 5, user)).toEqual([200, 200, 200, 200, 429]);
    const refused = await copies[0]!.get('/crm/auth/me', user);
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ error: { code: 'limit_exceeded', message: expect.stringContaining('More than 5 requests in a minute') } });
  });

  it('hold across two copies of the API', async () => {
    await test.staff();
    const user = await bearer();
    expect(await statuses(0, 3, user)).toEqual([200, 200, 200]);
    expect(await statuses(1, 1, user)).toEqual([200]);
    await exchange();
    expect(await statuses(1, 2, user)).toEqual([200, 429]);
    await exchange();
    // A copy learns what the others counted with the first request it passes on itself.
    await statuses(0, 1, user);
    await exchange();
    expect(await statuses(0, 1, user)).toEqual([429]);
  });

  it('end with the minute', async () => {
    expect(await statuses(0, 4, {}, '/crm/health')).toEqual([200, 200, 200, 429]);
    await exchange();
    nowMs += 60_000;
    expect(await statuses(0, 1, {}, '/crm/health')).toEqual([200]);
  });

  it('count wrong credentials against the address they came from', async () => {
    const guesses = await Promise.all([1, 2, 3, 4, 5].map((n) => copies[0]!.get('/crm/auth/me', { authorization: `Bearer wrong-${n}` })));
    expect(guesses.map(({ status }) => status).sort()).toEqual([401, 401, 401, 429, 429]);
  });

  it('keep no counts of minutes long gone', async () => {
    await statuses(0, 1, {}, '/crm/health');
    await exchange();
    nowMs += 300_000;
    await statuses(0, 1, { authorization: 'Bearer x' });
    await exchange();
    const rows = await test.em().execute<{ minute: number }[]>('select minute from rate_count');
    expect(rows.every(({ minute: counted }) => counted * 60_000 === nowMs)).toBe(true);
  });

  it('go on with each copy’s own counts while the database is away', async () => {
    const away = createSharedCounters({ em: { fork: () => ({ execute: () => Promise.reject(new Error('away')) }) } } as never, { now: () => nowMs });
    expect([away.add('a'), away.add('a')]).toEqual([1, 2]);
    await away.exchange();
    expect(away.add('a')).toBe(3);
  });
});
