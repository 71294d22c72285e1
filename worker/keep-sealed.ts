import type { MikroORM } from '@mikro-orm/postgresql';
import type { Logger } from 'pino';
import { sealActivity } from '../domain/activity-log/seal-activity.ts';
import { repeat } from './repeat.ts';

/** How long a row of the audit trail may stay outside of the hash chain, milliseconds. */
const pauseMs = 1000;

/** Links new rows of the audit trail into its hash chain for as long as the worker runs; answers how to stop. */
export const keepSealed = (orm: MikroORM, log: Logger): (() => Promise<void>) =>
  repeat(() => sealActivity(orm.em.fork()), {
    pauseMs,
    onFailure: (error) => log.warn({ err: error }, 'audit trail not sealed; trying again'),
  });
