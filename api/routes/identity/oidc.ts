import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { notFound } from '../../../domain/errors.ts';
import { oidcLogIn, type OidcRefusal } from '../../../domain/identity/oidc-log-in.ts';
import { timingSafeEqualText } from '../../../domain/identity/equal-text.ts';
import { createVault } from '../../../domain/settings/vault.ts';
import type { ApiDeps } from '../../deps.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { accountDeps } from './account-deps.ts';
import { rememberDevice, setChallengeCookie } from './cookies.ts';
import { attemptSeconds, createOidcClient, type OidcAttempt } from './oidc-client.ts';
import { answerSession } from './session-answer.ts';

const tag = 'identity';
const attemptCookie = 'oidc_attempt';
const provider = z.object({ provider: z.string().regex(/^[a-z0-9-]{1,32}$/, 'must be a provider’s name') });

/** Sign-in with other providers (AUTH-17, chapter 10): authorization code with PKCE, also without `/crm`. */
export function oidcRoutes(api: Api, deps: ApiDeps): void {
  const { config } = deps;
  const oidc = createOidcClient(config);
  const vault = createVault(config);
  const cookieOptions = { httpOnly: true, sameSite: 'Lax', secure: config.environment === 'production', path: '/' } as const;
  const back = (c: Context, refused: OidcRefusal | 'cancelled' | 'stale' | 'failed'): Response =>
    c.redirect(`${config.web.public_url}/login?refused=${refused}`);

  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/auth/providers',
      aliases: ['/auth/providers'],
      policy: 'public',
      tag,
      summary: 'Providers people may sign in with',
      response: z.object({ providers: z.array(z.object({ id: z.string(), label: z.string() })) }),
    },
    async () => ({ providers: oidc.providers }),
  );

  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/auth/oidc/{provider}/start',
      aliases: ['/auth/oidc/{provider}/start'],
      policy: 'public',
      tag,
      summary: 'Send the browser to a provider',
      params: provider,
      query: z.object({ next: z.string().max(500).optional() }),
      response: z.object({}),
    },
    async (_ctx, { params, query, c }) => {
      try {
        const begun = await oidc.begin(params.provider, query.next ?? null);
        if (begun === undefined) throw notFound('Provider', params.provider);
        setCookie(c, attemptCookie, vault.seal('identity.oidc_login', JSON.stringify(begun.attempt)), { ...cookieOptions, maxAge: attemptSeconds });
        return c.redirect(begun.url.href);
      } catch (error) {
        if (!Object.hasOwn(config.login_providers, params.provider)) throw error;
        deps.log.warn({ err: error, provider: params.provider }, 'login provider does not answer');
        return back(c, 'failed');
      }
    },
  );

  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/auth/oidc/{provider}/callback',
      aliases: ['/auth/oidc/{provider}/callback'],
      policy: 'public',
      tag,
      summary: 'Where a provider sends the browser back to',
      params: provider,
      response: z.object({}),
    },
    async (ctx, { params, c }) => {
      const query = new URL(c.req.url).searchParams;
      const attempt = openAttempt(vault, getCookie(c, attemptCookie));
      deleteCookie(c, attemptCookie, cookieOptions);
      if (attempt?.provider !== params.provider || !timingSafeEqualText(attempt.state, query.get('state') ?? '')) return back(c, 'stale');
      if (query.get('error') === 'access_denied') return back(c, 'cancelled');
      const who = await oidc
        .finish(attempt, query)
        .catch((error: unknown) => void deps.log.warn({ err: error, provider: params.provider }, 'login provider refused'));
      if (who === undefined) return back(c, 'failed');
      const result = await oidcLogIn(ctx, accountDeps(deps), who);
      if ('refused' in result) return back(c, result.refused);
      const next = attempt.next !== null && /^\/(?![/\\])/.test(attempt.next) ? attempt.next : undefined;
      if ('challenge' in result) {
        setChallengeCookie(c, config, result.challenge.token);
        return c.redirect(`${config.web.public_url}/login?${new URLSearchParams({ code_for: String(result.challenge.userId), ...(next ? { next } : {}) })}`);
      }
      rememberDevice(c, config, result.session.userId);
      const { user } = await answerSession(ctx, c, config, result.session);
      return c.redirect(config.web.public_url + (next ?? user.landing));
    },
  );
}

function openAttempt(vault: ReturnType<typeof createVault>, sealed: string | undefined): OidcAttempt | undefined {
  if (sealed === undefined) return undefined;
  try {
    const attempt = JSON.parse(vault.open('identity.oidc_login', sealed)) as OidcAttempt;
    return attempt.endsAtMs > Date.now() ? attempt : undefined;
  } catch {
    return undefined; // forged, or sealed with a key that is gone: as good as none
  }
}
