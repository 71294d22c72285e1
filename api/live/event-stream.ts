import type { EntityManager } from '@mikro-orm/postgresql';
import type { Context } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { type LiveEventJson, newestLiveEvent, readLiveEvents } from '../../domain/live/read-live-events.ts';
import type { LiveHub } from './live-hub.ts';

/** What a stream shows and to whom. */
export interface StreamOptions {
  hub: LiveHub;
  em: EntityManager;
  channel: string;
  /** Where a reader without Last-Event-ID starts: at the channel's beginning, or with what happens from now on. */
  from: 'start' | 'now';
  /** The event as this reader may see it; undefined hides it. */
  show: (event: LiveEventJson) => LiveEventJson | undefined;
}

/** Silence after which a comment is sent, so that proxies keep the connection, milliseconds. */
const heartbeatMs = 15_000;
/** After this long the reader must come back, which checks its rights again, milliseconds. */
const longestMs = 15 * 60_000;
const batch = 200;

/**
 * Answers with a channel's events as server-sent events (WHATWG HTML §9.2): those after Last-Event-ID without gap or
 * repeat, then new ones as they happen. After an `end` event the stream closes; who asks again after it is answered 204,
 * by which browsers stop asking.
 */
export async function eventStream(c: Context, options: StreamOptions): Promise<Response> {
  const given = lastEventId(c);
  const newest = await newestLiveEvent(options.em, options.channel);
  if (given !== undefined && newest?.type === 'end' && given >= newest.seq) return c.body(null, 204);
  const start = given ?? (options.from === 'now' ? (newest?.seq ?? 0) : 0);
  c.header('Cache-Control', 'no-store');
  c.header('X-Accel-Buffering', 'no');
  return streamSSE(c, (stream) => follow(stream, options, start));
}

async function follow(stream: SSEStreamingApi, { hub, em, channel, show }: StreamOptions, start: number): Promise<void> {
  const bell = createBell();
  const unsubscribe = hub.subscribe(channel, bell.ring);
  const over = AbortSignal.any([hub.closing, AbortSignal.timeout(longestMs)]);
  stream.onAbort(bell.ring);
  over.addEventListener('abort', bell.ring);
  let seq = start;
  try {
    await stream.write(': welcome\n\n');
    while (!stream.aborted && !over.aborted) {
      const heard = bell.next();
      const events = await readLiveEvents(em.fork(), channel, seq, batch);
      for (const event of events) {
        const shown = show(event);
        if (shown !== undefined) await stream.writeSSE({ id: String(event.seq), event: shown.type, data: JSON.stringify(shown.payload) });
        seq = event.seq;
      }
      // An `end` in the middle is that of an earlier run.
      if (events.length < batch && events.at(-1)?.type === 'end') return;
      if (events.length === 0 && !(await heard.within(heartbeatMs))) await stream.write(': still here\n\n');
    }
  } finally {
    unsubscribe();
    over.removeEventListener('abort', bell.ring);
  }
}

/** Rings that come while nobody waits are not lost: `next` hears every one after it was called. */
function createBell(): { ring: () => void; next: () => { within(ms: number): Promise<boolean> } } {
  let rung = Promise.withResolvers<true>();
  return {
    ring: () => {
      rung.resolve(true);
      rung = Promise.withResolvers<true>();
    },
    next: () => {
      const { promise } = rung;
      return {
        within: async (ms) => {
          const timer = Promise.withResolvers<false>();
          const timeout = setTimeout(timer.resolve, ms, false);
          try {
            return await Promise.race([promise, timer.promise]);
          } finally {
            clearTimeout(timeout);
          }
        },
      };
    },
  };
}

function lastEventId(c: Context): number | undefined {
  const text = c.req.header('last-event-id') ?? c.req.query('last_event_id');
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
