import type { MiddlewareHandler } from 'hono';
import { invalid } from '../../domain/errors.ts';
import type { ApiEnv } from '../endpoint.ts';

/** Refuses NUL in the path or query, which no text of PostgreSQL can hold, by the parameter's name (400). */
export const readableAddress: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (c.req.url.includes('%00')) {
    const values = Object.entries<string | string[]>({ ...c.req.queries(), ...c.req.param() });
    const faulty = values.find(([, value]) => [value].flat().some((text) => text.includes('\u0000')));
    if (faulty !== undefined) throw invalid(faulty[0], `${faulty[0]}: must not contain NUL characters.`);
  }
  await next();
};
