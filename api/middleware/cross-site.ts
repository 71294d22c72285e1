import type { Context } from 'hono';
import { forbidden } from '../../domain/errors.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a change that rests on a cookie alone unless the portal's own page asks for it (CSRF): a foreign page can
 * make the browser send the cookie, but cannot add the header. Throws `forbidden`.
 */
export function demandOwnPage(c: Context): void {
  if (safeMethods.has(c.req.method) || c.req.header('x-requested-with') === 'linewright') return;
  throw forbidden('A change made with a cookie needs the header X-Requested-With: linewright.');
}
