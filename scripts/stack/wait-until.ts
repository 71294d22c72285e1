import { get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** Asks `probe` again until it no longer throws; after `timeoutSeconds` the last error is thrown with `what` in front. */
export async function waitUntil(what: string, probe: () => Promise<void>, options: { timeoutSeconds: number; signal?: AbortSignal }): Promise<void> {
  const deadline = performance.now() + options.timeoutSeconds * 1000;
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      if (options.signal?.aborted) throw options.signal.reason;
      if (performance.now() > deadline)
        throw new Error(`${what} did not answer within ${options.timeoutSeconds} s: ${(error as Error).message}`, { cause: error });
    }
    await delay(100, undefined, options.signal ? { signal: options.signal } : {}).catch(() => undefined);
  }
}

/** Probe that passes once a URL answers with a status below 500 (or one that `isGood` likes). */
export function answersHttp(url: string, isGood: (status: number) => boolean = (status) => status < 500): () => Promise<void> {
  // Not fetch: it refuses ports such as 6000, where the API is with PORT_OFFSET=1000.
  return () =>
    new Promise((resolve, reject) => {
      const request = get(url, { timeout: 3000 }, (response) => {
        response.resume();
        const status = response.statusCode ?? 0;
        if (isGood(status)) resolve();
        else reject(new Error(`${url} answered ${status}`));
      });
      request.on('error', reject).on('timeout', () => request.destroy(new Error(`${url} did not answer`)));
    });
}
