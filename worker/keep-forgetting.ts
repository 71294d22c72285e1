import type { MikroORM } from '@mikro-orm/postgresql';
import type { Logger } from 'pino';
import { forgetWords } from '../domain/search/forget-words.ts';
import { repeat } from './repeat.ts';

/** How long a word of a deleted record may be remembered by the search, milliseconds. */
const pauseMs = 60_000;

/** Takes words that stand in no record out of the search for as long as the worker runs; answers how to stop. */
export const keepForgetting = (orm: MikroORM, log: Logger): (() => Promise<void>) =>
  repeat(() => forgetWords(orm.em.fork()), {
    pauseMs,
    onFailure: (error) => log.warn({ err: error }, 'words of deleted records not forgotten; trying again'),
  });
