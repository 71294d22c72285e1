import type { LiveHub } from '../../api/live/live-hub.ts';
import { unavailable } from '../../domain/errors.ts';
import { connectTemporal, type Temporal } from '../../api/temporal.ts';

/** Temporal that is down: whatever starts or cancels a job answers 503. */
export const noTemporal = (): Temporal =>
  connectTemporal({ address: '127.0.0.1:1', namespace: 'default', task_queue: 'none', ui_url: 'http://127.0.0.1:8233', tls: false });

/** The same without trying to connect each time, for tests of what comes before. */
export const absentTemporal = (): Temporal =>
  new Proxy({} as Temporal, {
    get: (_, name) => (name === 'then' ? undefined : async () => (name === 'close' ? undefined : Promise.reject(unavailable('There is no Temporal.')))),
  });

/** Nobody tells of news. */
export const noLive: LiveHub = { subscribe: () => () => undefined, closing: new AbortController().signal, close: async () => undefined };
