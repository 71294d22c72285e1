import { z } from 'zod';

export const playModes = ['warm', 'stock'] as const;
export type PlayMode = (typeof playModes)[number];

/** Orders to the runner, one JSON line each. */
export type RunnerOrder =
  | {
      cmd: 'run';
      id: string;
      directory: string;
      mode: PlayMode;
      argv: string[];
      environment: Record<string, string>;
      program: string;
      timeoutSeconds: number;
      ackTimeoutSeconds: number;
    }
  | { cmd: 'ack'; id: string; seq: number }
  | { cmd: 'kill'; id: string; cause: string }
  | { cmd: 'shutdown' };

const ready = z.object({
  type: z.literal('ready'),
  pid: z.number(),
  python: z.string(),
  warm: z.boolean(),
  whyNot: z.string().optional(),
  ansible: z.string().optional(),
  inProcess: z.array(z.string()).optional(),
});

const started = z.object({
  type: z.literal('started'),
  id: z.string(),
  mode: z.enum(playModes),
  pid: z.number(),
  pgid: z.number(),
  keeper: z.number(),
});

const event = z.object({ type: z.literal('event'), id: z.string(), seq: z.number(), event: z.unknown() });

const exit = z.object({
  type: z.literal('exit'),
  id: z.string(),
  code: z.number().nullable(),
  signal: z.number().nullable(),
  cause: z.string().nullable(),
  error: z.string().optional(),
  stdoutTail: z.string(),
  stderrTail: z.string(),
});

const fault = z.object({ type: z.literal('error'), message: z.string() });

/** What the runner says, one JSON line each. */
export const runnerReply = z.discriminatedUnion('type', [ready, started, event, exit, fault]);
export type RunnerReply = z.infer<typeof runnerReply>;
export type RunnerReady = z.infer<typeof ready>;
export type PlayStarted = z.infer<typeof started>;
export type PlayReply = Exclude<RunnerReply, { type: 'ready' | 'error' }>;
