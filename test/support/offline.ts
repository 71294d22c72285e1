import type { LiveHub } from '../../api/live/live-hub.ts';
import { connectTemporal, type Temporal } from '../../api/temporal.ts';

/** Temporal that is down: whatever starts or cancels a job answers 503. */
export const noTemporal = (): Temporal =>
  connectTemporal({ address: '127.0.0.1:1', namespace: 'default', task_queue: 'none', ui_url: 'http://127.0.0.1:8233', tls: false });

/** Nobody tells of news. */
export const noLive: LiveHub = { subscribe: () => () => undefined, closing: new AbortController().signal, close: async () => undefined };
