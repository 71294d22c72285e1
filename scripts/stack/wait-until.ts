import { setTimeout as delay } from 'node:timers/promises';

/** Asks `probe` again until it no longer throws; after `timeoutSeconds` the last error is thrown with `what` in front. */
export async function waitUntil(what: string, probe: () => Promise<void>, options: { timeoutSeconds: number; signal?: AbortSignal }): Promise<void> {
  const deadline = performance.now() + options.timeoutSeconds * 1000;
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      if (options.signal?.aborted) throw options.signal.reason;
      if (performance.now() > deadline) throw new Error(`${what} did not answer within ${options.timeoutSeconds} s: ${(error as Error).message}`, { cause: error });
    }
    await delay(100, undefined, options.signal ? { signal: options.signal } : {}).catch(() => undefined);
  }
}

/** Probe that passes once a URL answers with a status below 500 (or the one given). */
export function answersHttp(url: string, isGood: (status: number) => boolean = (status) => status < 500): () => Promise<void> {
  return async () => {
    const response = await fetch(url, { signal: AbortSignal.timeout(3000) });
    await response.body?.cancel();
    if (!isGood(response.status)) throw new Error(`${url} answered ${response.status}`);
  };
}
