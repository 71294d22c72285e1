import { playEvent, type PlayEvent } from '../../../domain/provisioning/play-events.ts';
import type { PlayExit } from '../../../domain/provisioning/play-outcome.ts';
import { afterEvent, noProgress, type PlayProgress } from '../../../domain/provisioning/play-progress.ts';
import type { PlayReply, PlayStarted } from './runner-protocol.ts';
import type { RunnerServer } from './runner-server.ts';
import { killStaleAttempt } from './stale-attempt.ts';

export interface PlayHandlers {
  /** Stores an event durably; no task that may change something starts before this has resolved. Called one event at a time. */
  onEvent: (event: PlayEvent) => Promise<void>;
  onStarted?: (started: PlayStarted) => void;
  /** Aborting kills the play. */
  signal?: AbortSignal | undefined;
}

export interface FollowPlayInput {
  id: string;
  server: RunnerServer;
  runDirectory: string;
  handlers: PlayHandlers;
}

export interface PlayFollower {
  /** Resolves when every process of the play is gone and every event has been handed over. */
  ended: Promise<{ exit: PlayExit; progress: PlayProgress }>;
}

/** Hands a play's events over in order, acknowledges them, and tells how it ended. */
export function followPlay({ id, server, runDirectory, handlers }: FollowPlayInput): PlayFollower {
  const ended = Promise.withResolvers<{ exit: PlayExit; progress: PlayProgress }>();
  let progress = noProgress();
  let chain = Promise.resolve();
  let storeFailure: string | undefined;
  const kill = (cause: string): void => server.send({ cmd: 'kill', id, cause });
  const cancel = (): void => kill('cancelled');
  const store = async (seq: number, raw: unknown): Promise<void> => {
    if (storeFailure !== undefined) return;
    try {
      const event = playEvent.parse(raw);
      await handlers.onEvent(event);
      progress = afterEvent(progress, event);
      server.send({ cmd: 'ack', id, seq });
    } catch (error) {
      storeFailure = `an event could not be stored: ${error instanceof Error ? error.message : String(error)}`;
      kill(storeFailure);
    }
  };
  const finish = (exit: PlayExit): void => {
    server.forget(id);
    handlers.signal?.removeEventListener('abort', cancel);
    const end = (): void => ended.resolve({ exit: { ...exit, cause: storeFailure ?? exit.cause }, progress });
    if (exit.cause !== 'not acknowledged') return void chain.then(end);
    end(); // whoever is still storing an event may never come back
    storeFailure = exit.cause;
  };
  server.listen(id, {
    reply(reply) {
      if (reply.type === 'started') handlers.onStarted?.(reply);
      else if (reply.type === 'event') chain = chain.then(() => store(reply.seq, reply.event));
      else finish(exitOf(reply));
    },
    gone(reason) {
      // The keeper kills the play when the server dies; this makes sure of it before anybody is told.
      const dead = { exitCode: null, signal: 9, cause: reason.replace(/\.$/, ''), stdout: '', stderr: '' };
      void killStaleAttempt(runDirectory).then(
        () => finish(dead),
        () => finish(dead),
      );
    },
  });
  if (handlers.signal?.aborted === true) queueMicrotask(cancel);
  handlers.signal?.addEventListener('abort', cancel);
  return { ended: ended.promise };
}

function exitOf(reply: Extract<PlayReply, { type: 'exit' }>): PlayExit {
  const stderr = [reply.stderrTail, reply.error].filter((text) => text !== undefined).join('\n');
  return { exitCode: reply.code, signal: reply.signal, cause: reply.cause, stdout: reply.stdoutTail, stderr };
}
