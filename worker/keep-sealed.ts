import type { MikroORM } from '@mikro-orm/postgresql';
import type { Logger } from 'pino';
import { sealActivity } from '../domain/activity-log/seal-activity.ts';

/** How long a row of the audit trail may stay outside of the hash chain, milliseconds. */
const pauseMs = 1000;

/** Links new rows of the audit trail into its hash chain for as long as the worker runs; answers how to stop. */
export function keepSealed(orm: MikroORM, log: Logger): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const round = async (): Promise<void> => {
    await sealActivity(orm.em.fork()).catch((error: unknown) => log.warn({ err: error }, 'audit trail not sealed; trying again'));
    if (!stopped) timer = setTimeout(begin, pauseMs);
  };
  const begin = (): void => {
    running = round();
  };
  begin();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
