import pg from 'pg';

/** Wakes those who wait for news of a channel; news itself is read from the table, so a lost wake-up loses nothing. */
export interface LiveHub {
  /** Calls `wake` whenever the channel may have news; returns how to stop that. */
  subscribe(channel: string, wake: () => void): () => void;
  /** Aborted when the process ends: streams close, and their readers come back elsewhere. */
  readonly closing: AbortSignal;
  close(): Promise<void>;
}

/** Pause before a lost connection is opened again, milliseconds. */
const retryMs = 500;

/** Listens to PostgreSQL's `live` notifications on one connection for the whole process, and opens it again when it breaks. */
export function listenLive(connectionString: string): LiveHub {
  const subscribers = new Map<string, Set<() => void>>();
  const closing = new AbortController();
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  const wake = (channel: string): void => subscribers.get(channel)?.forEach((call) => call());
  const wakeAll = (): void => [...subscribers.keys()].forEach(wake);
  const lost = (lostClient: pg.Client): void => {
    if (client !== lostClient || closing.signal.aborted) return;
    client = undefined;
    lostClient.end().catch(() => undefined);
    retry = setTimeout(connect, retryMs);
    retry.unref();
  };
  const connect = (): void => {
    const fresh = new pg.Client({ connectionString, keepAlive: true, application_name: 'linewright live events' });
    client = fresh;
    fresh.on('notification', ({ payload }) => wake(channelIn(payload)));
    fresh.on('error', () => lost(fresh));
    fresh.on('end', () => lost(fresh));
    // Whatever happened while nobody listened is found now.
    fresh
      .connect()
      .then(() => fresh.query('listen live'))
      .then(wakeAll, () => lost(fresh));
  };
  connect();
  return {
    closing: closing.signal,
    subscribe(channel, call) {
      const calls = subscribers.get(channel) ?? new Set();
      subscribers.set(channel, calls.add(call));
      return () => {
        calls.delete(call);
        if (calls.size === 0 && subscribers.get(channel) === calls) subscribers.delete(channel);
      };
    },
    async close() {
      closing.abort();
      clearTimeout(retry);
      await client?.end().catch(() => undefined);
    },
  };
}

/** The trigger's payload is {"channel", "seq"}. */
function channelIn(payload: string | undefined): string {
  return (JSON.parse(payload ?? '{}') as { channel?: string }).channel ?? '';
}
