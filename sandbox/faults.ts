import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, MiddlewareHandler } from 'hono';
import { z } from 'zod';

/** refuse: the connection is cut unread; hang: no answer; status: an HTTP error; drop_after_accept: the work is done, its answer lost. */
export const faultShape = z.strictObject({
  mode: z.enum(['none', 'refuse', 'hang', 'status', 'drop_after_accept']),
  /** HTTP status of the mode `status`. */
  status: z.number().int().min(400).max(599).default(503),
  /** Requests it befalls; null: all until it is switched off. */
  count: z.number().int().positive().nullable().default(1),
});
export type Fault = z.infer<typeof faultShape>;

/** A fault that befalls the next requests of the imitated system. */
export interface Faults {
  current(): Fault | null;
  set(fault: Fault): void;
  middleware: MiddlewareHandler;
}

/** Makes the switch, off at first. */
export function createFaults(): Faults {
  let fault: Fault | null = null;
  const take = (): Fault | null => {
    const taken = fault;
    if (fault !== null && fault.count !== null) fault = fault.count > 1 ? { ...fault, count: fault.count - 1 } : null;
    return taken;
  };
  return {
    current: () => fault,
    set: (next) => {
      fault = next.mode === 'none' ? null : next;
    },
    middleware: async (c, next) => {
      if (isControl(c)) return next();
      const befallen = take();
      if (befallen === null) return next();
      if (befallen.mode === 'status') return c.json({ ErrorMessage: 'Switched-on fault', StatusCode: befallen.status }, befallen.status as 503);
      if (befallen.mode === 'hang') return untilGone(c);
      if (befallen.mode === 'drop_after_accept') await next();
      return cut(c);
    },
  };
}

const isControl = (c: Context): boolean => c.req.path === '/' || c.req.path.startsWith('/_sandbox');

function cut(c: Context): Response {
  (c.env as HttpBindings).incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

async function untilGone(c: Context): Promise<Response> {
  const { socket } = (c.env as HttpBindings).incoming;
  if (!socket.destroyed) await new Promise((gone) => socket.once('close', gone));
  return RESPONSE_ALREADY_SENT;
}
