import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';

/** Counts that several processes share, by key and minute. */
export interface SharedCounters {
  /** Counts one more and tells how many there were in this minute, by all processes as far as this one knows. */
  add(key: string): number;
  /** Passes this process's counts on and learns the others'; runs by itself while there is something to pass on. */
  exchange(): Promise<void>;
  close(): Promise<void>;
}

interface Count {
  minute: number;
  /** What the database knew at the last exchange, this process's own share included. */
  shared: number;
  /** What was counted since. */
  fresh: number;
}

/** Pause between two exchanges, milliseconds: all processes together can pass a limit by what they count in that time. */
const exchangeEveryMs = 250;
const maxKeys = 50_000;

/**
 * Counts in memory and adds up in PostgreSQL four times a second, in one statement for all keys: a request pays nothing,
 * and a limit still holds across all copies of the API. While the database is away each copy goes on with its own counts.
 */
export function createSharedCounters(orm: Pick<MikroORM, 'em'>, { now = Date.now, everyMs = exchangeEveryMs } = {}): SharedCounters {
  const counts = new Map<string, Count>();
  let timer: NodeJS.Timeout | undefined;
  let exchanging: Promise<void> = Promise.resolve();
  let cleared = 0;
  const minuteNow = (): number => Math.floor(now() / 60_000);

  const exchangeOnce = async (): Promise<void> => {
    const minute = minuteNow();
    for (const [key, count] of counts) if (count.minute !== minute) counts.delete(key);
    const dirty = [...counts].filter(([, { fresh }]) => fresh > 0).map(([key, count]) => ({ key, count, sent: count.fresh }));
    if (dirty.length === 0) return;
    const known = await addUp(
      orm.em.fork(),
      minute,
      dirty.map(({ key, sent }) => ({ key, requests: sent })),
    );
    for (const { key, count, sent } of dirty) {
      count.shared = known.get(key) ?? count.shared;
      count.fresh -= sent;
    }
    if (cleared === minute) return;
    cleared = minute;
    await orm.em.fork().execute('delete from rate_count where minute < ?', [minute - 1]);
  };
  const exchange = (): Promise<void> => (exchanging = exchanging.then(exchangeOnce).catch(() => undefined));
  const schedule = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void exchange();
    }, everyMs).unref();
  };
  return {
    add(key) {
      const minute = minuteNow();
      let count = counts.get(key);
      if (count === undefined || count.minute !== minute) {
        if (counts.size >= maxKeys) counts.clear();
        counts.set(key, (count = { minute, shared: 0, fresh: 0 }));
      }
      count.fresh += 1;
      schedule();
      return count.shared + count.fresh;
    },
    exchange,
    async close() {
      clearTimeout(timer);
      await exchanging;
    },
  };
}

/** Adds to the counts of a minute and answers what they come to. */
async function addUp(em: EntityManager, minute: number, fresh: readonly { key: string; requests: number }[]): Promise<Map<string, number>> {
  const rows = await em.execute<{ key: string; requests: number }[]>(
    `insert into rate_count as r (key, minute, requests)
     select key, ?, requests from json_to_recordset(?) as fresh(key text, requests int) order by key
     on conflict (key) do update set
       requests = case when r.minute = excluded.minute then r.requests else 0 end + excluded.requests, minute = excluded.minute
     returning key, requests`,
    [minute, JSON.stringify(fresh)],
  );
  return new Map(rows.map(({ key, requests }) => [key, requests]));
}
