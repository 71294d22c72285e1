import type { EntityManager } from '@mikro-orm/postgresql';
import type { LiveHub } from '../../../../api/live/live-hub.ts';
import { appendLiveEvent } from '../../../../domain/live/append-live-event.ts';

/** Ends every channel as soon as somebody watches it, so that a stream tells all it has to tell and closes. */
export const endingLive = (em: () => EntityManager): LiveHub => ({
  subscribe(channel, wake) {
    void em()
      .transactional((tx) => appendLiveEvent(tx, channel, 'end', {}))
      .then(wake);
    return () => undefined;
  },
  closing: new AbortController().signal,
  close: async () => undefined,
});
