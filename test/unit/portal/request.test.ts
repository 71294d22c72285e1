import { describe, expect, it } from 'vitest';
import { ApiError } from '#lib/api/api-error.ts';
import { request, whenSessionEnds, type Fetch } from '#lib/api/request.ts';

interface Call {
  path: string;
  init: RequestInit;
}

/** A fetch that answers by path, in turn, and remembers what it was asked. */
function fakeFetch(answers: Record<string, (() => Response | Promise<Response>)[]>): { fetch: Fetch; calls: Call[] } {
  const calls: Call[] = [];
  const fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const path = String(input);
    calls.push({ path, init });
    const answer = answers[path]?.shift();
    if (answer === undefined) throw new Error(`Nothing to answer ${path} with.`);
    return answer();
  };
  return { fetch: fetch as Fetch, calls };
}

const ok = (body: unknown) => () => Response.json(body);
const refused =
  (status: number, error: object = {}) =>
  () =>
    Response.json({ error: { code: 'x', message: 'No.', ...error } }, { status });
const header = (call: Call | undefined, name: string) => new Headers(call?.init.headers).get(name);

describe('request', () => {
  it('marks changes as the portal’s own and carries the idempotency key', async () => {
    const { fetch, calls } = fakeFetch({ '/crm/provision/': [ok({ provision_id: 7 })] });
    await request('PUT', '/crm/provision/', { fetch, body: { product_id: 1 }, idempotencyKey: 'k1' });
    expect(header(calls[0], 'x-requested-with')).toBe('linewright');
    expect(header(calls[0], 'idempotency-key')).toBe('k1');
    expect(calls[0]?.init.body).toBe('{"product_id":1}');
  });

  it('leaves empty parameters out of the address', async () => {
    const { fetch, calls } = fakeFetch({ '/crm/customers?page=2': [ok({ data: [] })] });
    await request('GET', '/crm/customers', { fetch, query: { page: 2, search: '', sort: undefined } });
    expect(calls).toHaveLength(1);
  });

  it('renews the session once for calls refused at the same time, and repeats them', async () => {
    const { fetch, calls } = fakeFetch({
      '/a': [refused(401), ok({ name: 'a' })],
      '/b': [refused(401), ok({ name: 'b' })],
      '/crm/auth/refresh': [ok({})],
    });
    const answers = await Promise.all([request('GET', '/a', { fetch }), request('GET', '/b', { fetch })]);
    expect(answers).toEqual([{ name: 'a' }, { name: 'b' }]);
    expect(calls.filter((call) => call.path === '/crm/auth/refresh')).toHaveLength(1);
  });

  it('tells the page that the session has ended when it cannot be renewed', async () => {
    let ended = 0;
    whenSessionEnds(() => (ended += 1));
    const { fetch } = fakeFetch({ '/a': [refused(401)], '/crm/auth/refresh': [refused(401)] });
    await expect(request('GET', '/a', { fetch })).rejects.toMatchObject({ status: 401 });
    expect(ended).toBe(1);
  });

  it('takes a 401 of the sign-in itself as an answer', async () => {
    const { fetch, calls } = fakeFetch({ '/crm/auth/login': [refused(401, { message: 'Wrong.' })] });
    await expect(request('POST', '/crm/auth/login', { fetch, body: {}, anonymous: true })).rejects.toThrow('Wrong.');
    expect(calls).toHaveLength(1);
  });

  it('carries every faulty field and the request id', async () => {
    const faults = [
      { field: 'customer_name', message: 'must not be empty' },
      { field: 'country', message: 'is unknown' },
    ];
    const { fetch } = fakeFetch({ '/a': [refused(400, { faults, requestId: 'req_1' })] });
    const error: unknown = await request('PUT', '/a', { fetch, body: {} }).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ faults, requestId: 'req_1', status: 400 });
  });

  it('makes a usable error of an answer that is not the API’s', async () => {
    const { fetch } = fakeFetch({ '/a': [() => new Response('<h1>Bad gateway</h1>', { status: 502 })] });
    await expect(request('GET', '/a', { fetch })).rejects.toMatchObject({ status: 502, message: 'The service is not available right now.' });
  });

  it('says that nothing was reached when there is no answer', async () => {
    const { fetch } = fakeFetch({ '/a': [() => Promise.reject(new TypeError('fetch failed'))] });
    await expect(request('GET', '/a', { fetch })).rejects.toMatchObject({ status: 0, code: 'unreachable' });
  });

  it('leaves the session alone when the renewal gets no answer', async () => {
    let ended = 0;
    whenSessionEnds(() => (ended += 1));
    const { fetch } = fakeFetch({ '/a': [refused(401)], '/crm/auth/refresh': [() => Promise.reject(new TypeError('fetch failed'))] });
    await expect(request('GET', '/a', { fetch })).rejects.toMatchObject({ code: 'unreachable' });
    expect(ended).toBe(0);
  });
});
