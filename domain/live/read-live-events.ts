import type { EntityManager } from '@mikro-orm/postgresql';

/** Something that happened on a channel; `seq` has no gaps, so a reader that knows the last one misses nothing. */
export interface LiveEventJson {
  seq: number;
  type: string;
  payload: unknown;
}

/** The next events of a channel after `seq`, oldest first, at most `limit`. */
export const readLiveEvents = (em: EntityManager, channel: string, seq: number, limit: number): Promise<LiveEventJson[]> =>
  em.execute<LiveEventJson[]>('select seq, type, payload from live_event where channel = ? and seq > ? order by seq limit ?', [channel, seq, limit]);

/** The channel's newest event; undefined when nothing has happened yet. */
export async function newestLiveEvent(em: EntityManager, channel: string): Promise<Pick<LiveEventJson, 'seq' | 'type'> | undefined> {
  const [row] = await em.execute<Pick<LiveEventJson, 'seq' | 'type'>[]>('select seq, type from live_event where channel = ? order by seq desc limit 1', [
    channel,
  ]);
  return row;
}
