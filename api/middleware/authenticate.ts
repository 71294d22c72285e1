import type { EntityManager } from '@mikro-orm/postgresql';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { actingAs, authorOf } from '../../domain/activity-log/author.ts';
import type { Ctx } from '../../domain/context.ts';
import { invalid, unauthorized } from '../../domain/errors.ts';
import { apiKeyPrincipal } from '../../domain/identity/api-key-principal.ts';
import { apiKeyHash, apiKeyPrefix } from '../../domain/identity/api-key-secret.ts';
import { verifyTokenUntil } from '../../domain/identity/access-token.ts';
import { type ConfiguredCredential, configuredPrincipal } from '../../domain/identity/configured-principal.ts';
import { loadPrincipal } from '../../domain/identity/load-principal.ts';
import { anonymous, type Principal } from '../../domain/identity/principal.ts';
import type { Config } from '../../domain/settings/config-schema.ts';
import type { ApiDeps } from '../deps.ts';
import type { ApiEnv } from '../endpoint.ts';
import { clientAddress } from './client-address.ts';
import { configuredCredentials } from './configured-credentials.ts';
import { demandOwnPage } from './cross-site.ts';
import { noCache, type PrincipalCache } from './principal-cache.ts';

/** Cookie with the access token of a browser. */
export const accessCookie = 'access_token';

/**
 * Gives every request its database session, its address and a way to find out who asks. The looking-up waits for a
 * route that is not public, so that health and sign-in answer whatever stale credentials a browser still sends.
 *
 * One credential counts: a bearer token or an API key (both together are refused), else the browser's cookie, else the
 * address. A credential that is given and wrong is refused with 401; the next one is not tried.
 */
export function authenticate(deps: ApiDeps): MiddlewareHandler<ApiEnv> {
  const { orm, config, principals = noCache } = deps;
  const configured = configuredCredentials(config);
  return async (c, next) => {
    const ctx: Ctx = {
      em: orm.em.fork(),
      principal: anonymous,
      requestId: c.get('requestId'),
      ip: clientAddress(c, config.trusted_proxies),
      userAgent: c.req.header('user-agent'),
    };
    c.set('ctx', ctx);
    c.set('identify', async () => {
      const credential = credentialOf(c);
      if (credential?.kind === 'cookie') demandOwnPage(c);
      if (credential?.kind === 'key' && credential.value.startsWith(apiKeyPrefix)) {
        ctx.principal = await keyPrincipal(principals, ctx.em, credential.value, ctx.ip);
        return;
      }
      const fixed =
        credential?.kind === 'key'
          ? configured.byKey(credential.value, ctx.ip)
          : credential === undefined
            ? addressCredential(c, configured.byAddress(ctx.ip))
            : undefined;
      if (fixed !== undefined) ctx.principal = await fixedPrincipal(principals, ctx.em, fixed);
      else if (credential !== undefined) ctx.principal = await tokenPrincipal(principals, ctx.em, config, credential.value);
    });
    await actingAs(() => authorOf(ctx), next);
  };
}

interface Credential {
  kind: 'bearer' | 'key' | 'cookie';
  value: string;
}

/** True for a request of a browser's session, which is known by its cookie; programs send a token or a key. */
export const isBrowserSession = (c: Context): boolean => credentialOf(c)?.kind === 'cookie';

function credentialOf(c: Context): Credential | undefined {
  const authorization = c.req.header('authorization');
  const key = c.req.header('x-api-key');
  if (authorization !== undefined && key !== undefined) throw invalid('X-API-KEY', 'Send a bearer token or an API key, not both.');
  if (key !== undefined) return { kind: 'key', value: key };
  if (authorization !== undefined) {
    const [, token] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
    if (token === undefined) throw unauthorized('The Authorization header must read “Bearer <token>”.');
    return { kind: 'bearer', value: token };
  }
  const cookie = getCookie(c, accessCookie);
  return cookie === undefined ? undefined : { kind: 'cookie', value: cookie };
}

/** An address speaks for programs; a browser that a foreign page sends from there is nobody. */
const addressCredential = (c: Context, credential: ConfiguredCredential | undefined): ConfiguredCredential | undefined =>
  c.req.header('sec-fetch-site') === 'cross-site' ? undefined : credential;

const keyPrincipal = (principals: PrincipalCache, em: EntityManager, key: string, ip: string | null): Promise<Principal> =>
  principals.get(`key ${apiKeyHash(key)} ${ip}`, () => apiKeyPrincipal(em, key, ip));

const fixedPrincipal = (principals: PrincipalCache, em: EntityManager, credential: ConfiguredCredential): Promise<Principal> =>
  principals.get(`${credential.kind} ${credential.label} ${credential.roles.join(',')}`, async () => ({
    principal: await configuredPrincipal(em, credential),
  }));

const tokenPrincipal = (principals: PrincipalCache, em: EntityManager, config: Config, token: string): Promise<Principal> =>
  principals.get(`token ${token}`, async () => {
    const { claims, endsAtMs } = await verifyTokenUntil(config.jwt_secret, token);
    const principal = await loadPrincipal(em, claims, config);
    // A play's attempt may be over at any moment, and its writes are few.
    return { principal, endsAtMs: claims.kind === 'play' ? 0 : endsAtMs };
  });
