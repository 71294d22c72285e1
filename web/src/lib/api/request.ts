import { ApiError, readApiError, unreachable } from './api-error.ts';

/** The platform's fetch, or a stand-in for it. */
export type Fetch = typeof globalThis.fetch;

/** What every service function takes last: the fetch to use and how to give up. */
export interface RequestContext {
  fetch?: Fetch;
  signal?: AbortSignal;
}

/** One call of the API. */
export interface RequestOptions extends RequestContext {
  query?: Record<string, string | number | boolean | null | undefined>;
  body?: unknown;
  /** Makes a repeated mutation the same mutation. */
  idempotencyKey?: string;
  /** Set for the session's own endpoints: a 401 is then an answer, not a reason to refresh. */
  anonymous?: boolean;
}

type Method = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';

/** Called when the session has ended and cannot be renewed. */
let onSessionEnd: () => void = () => undefined;

/** Sets what happens when the session has ended and cannot be renewed. */
export function whenSessionEnds(action: () => void): void {
  onSessionEnd = action;
}

/**
 * Calls the API and returns the parsed answer. A 401 renews the session once and repeats the call.
 * Throws `ApiError`; an aborted call throws the signal's reason.
 */
export async function request<Answer>(method: Method, path: string, options: RequestOptions = {}): Promise<Answer> {
  let response = await send(method, path, options);
  if (response.status === 401 && !options.anonymous) {
    if (await renewSession(options.fetch)) response = await send(method, path, options);
    if (response.status === 401) onSessionEnd();
  }
  if (!response.ok) throw await readApiError(response);
  if (response.status === 204) return undefined as Answer;
  return (await response.json()) as Answer;
}

async function send(method: Method, path: string, options: RequestOptions): Promise<Response> {
  const call = options.fetch ?? globalThis.fetch;
  const headers: Record<string, string> = { accept: 'application/json' };
  if (method !== 'GET') {
    headers['x-requested-with'] = 'linewright';
    // Also without a body: SvelteKit takes a change without a content type for a form sent by another site.
    headers['content-type'] = 'application/json';
  }
  if (options.idempotencyKey) headers['idempotency-key'] = options.idempotencyKey;
  try {
    return await call(path + queryString(options.query), {
      method,
      headers,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal,
      credentials: 'same-origin',
    });
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw unreachable();
  }
}

let renewal: Promise<boolean> | undefined;

/** Renews the session with the refresh cookie; calls made meanwhile share one renewal. */
export function renewSession(fetch?: Fetch): Promise<boolean> {
  renewal ??= send('POST', '/crm/auth/refresh', { fetch, body: {} })
    .then((response) => response.ok)
    .catch((cause: unknown) => {
      // Without an answer the session may well be alive: the caller sees its own error instead of a sign-out.
      if (cause instanceof ApiError && cause.status === 0) throw cause;
      return false;
    })
    .finally(() => (renewal = undefined));
  return renewal;
}

function queryString(query: RequestOptions['query']): string {
  const pairs = Object.entries(query ?? {}).flatMap(([key, value]): [string, string][] =>
    value === undefined || value === null || value === '' ? [] : [[key, String(value)]],
  );
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}
