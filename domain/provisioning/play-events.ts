import { z } from 'zod';

const numbered = { seq: z.number().int().positive(), at: z.iso.datetime({ offset: true }) };

/** Which task, and where in its play it stands; `rescuedBy` is the block whose rescue takes over if it fails. */
const identity = {
  uuid: z.string(),
  name: z.string(),
  action: z.string(),
  section: z.enum(['main', 'rescue', 'always']),
  rescueOf: z.string().nullable(),
  rescuedBy: z.string().nullable(),
  last: z.boolean(),
};

const jsonObject = z.record(z.string(), z.unknown());

export const playStartEvent = z.object({ type: z.literal('play_start'), ...numbered, name: z.string(), taskCount: z.number().int() });

/** Stored before the task may act: after a crash the stored events name everything that could have happened. */
export const taskStartEvent = z.object({
  type: z.literal('task_start'),
  ...numbered,
  ...identity,
  loop: z.boolean(),
  handler: z.boolean(),
  path: z.string().nullable(),
});

export const itemEvent = z.object({
  type: z.literal('item'),
  ...numbered,
  uuid: z.string(),
  label: z.string().nullable(),
  status: z.enum(['ok', 'failed', 'skipped']),
  message: z.string().nullable(),
});

export const retryEvent = z.object({
  type: z.literal('retry'),
  ...numbered,
  uuid: z.string(),
  attempt: z.number().nullable(),
  retries: z.number().nullable(),
  message: z.string().nullable(),
});

export const includedEvent = z.object({ type: z.literal('included'), ...numbered, uuid: z.string(), file: z.string() });

export const taskStatuses = ['ok', 'failed', 'ignored', 'skipped', 'unreachable', 'rescued'] as const;

/** `rescued`: failed, and the play's own rescue takes over; `facts`: what a set_fact set. */
export const taskResultEvent = z.object({
  type: z.literal('task_result'),
  ...numbered,
  ...identity,
  status: z.enum(taskStatuses),
  changed: z.boolean(),
  durationMs: z.number(),
  message: z.string().nullable(),
  register: z.string().nullable(),
  result: jsonObject,
  facts: jsonObject.optional(),
});

const count = z.number().int();
export const statsEvent = z.object({
  type: z.literal('stats'),
  ...numbered,
  ok: count,
  changed: count,
  failures: count,
  ignored: count,
  rescued: count,
  skipped: count,
  unreachable: count,
});

/** One line of a running play, as the callback plugin writes it. */
export const playEvent = z.discriminatedUnion('type', [playStartEvent, taskStartEvent, itemEvent, retryEvent, includedEvent, taskResultEvent, statsEvent]);

export type PlayEvent = z.infer<typeof playEvent>;
export type TaskStartEvent = z.infer<typeof taskStartEvent>;
export type TaskResultEvent = z.infer<typeof taskResultEvent>;
