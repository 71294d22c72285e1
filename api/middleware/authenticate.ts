import type { MiddlewareHandler } from 'hono';
import { anonymous, type Principal } from '../../domain/identity/principal.ts';
import { verifyToken } from '../../domain/identity/access-token.ts';
import { loadPrincipal } from '../../domain/identity/load-principal.ts';
import type { ApiDeps } from '../deps.ts';
import type { ApiEnv } from '../endpoint.ts';

/** Finds out who asks and gives the request its own database session. */
export function authenticate({ orm, config }: ApiDeps): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const em = orm.em.fork();
    const header = c.req.header('authorization') ?? '';
    let principal: Principal = anonymous;
    if (header.startsWith('Bearer ')) {
      principal = await loadPrincipal(em, await verifyToken(config.jwt_secret, header.slice('Bearer '.length)));
    }
    c.set('ctx', { em, principal, requestId: c.get('requestId'), ip: null });
    await next();
  };
}
