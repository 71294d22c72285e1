import { z } from '@hono/zod-openapi';
import { DomainError, forbidden, unauthorized } from '../../../domain/errors.ts';
import { backupCodesLeft } from '../../../domain/identity/backup-codes.ts';
import { logIn } from '../../../domain/identity/log-in.ts';
import { refreshSession } from '../../../domain/identity/refresh-session.ts';
import { endSession, endSessionOf } from '../../../domain/identity/session.ts';
import { readUserAccess } from '../../../domain/identity/user-access.ts';
import type { ApiDeps } from '../../deps.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { noCache } from '../../middleware/principal-cache.ts';
import { done, typedEmail } from './account-shapes.ts';
import { flag } from '../../schemas/contract.ts';
import { accountDeps } from './account-deps.ts';
import { clearSessionCookies, deviceOf, refreshTokenOf, rememberDevice } from './cookies.ts';
import { emailRoutes } from './emails.ts';
import { linkRoutes } from './links.ts';
import { oidcRoutes } from './oidc.ts';
import { passwordRoutes } from './passwords.ts';
import { answerChallenge, answerSession, challengeShape, sessionShape, userAnswer, userShape } from './session-answer.ts';
import { sessionRoutes } from './sessions.ts';
import { twoFactorRoutes } from './two-factor.ts';

const loginBody = z.object({
  email: typedEmail,
  // Not trimmed and not judged by the rules for new passwords: it is right or wrong.
  password: z.string('must be text').min(1, 'must not be empty').max(1000),
  remember: flag().optional(),
});
const refreshBody = z.object({ refresh_token: z.string().min(1).max(200).optional() }).optional();
const tag = 'identity';

/** `/crm/auth/login`, `refresh`, `logout` and `me` (AUTH-1, chapter 16), also without `/crm`. */
export function authRoutes(api: Api, deps: ApiDeps): void {
  const { config, principals = noCache } = deps;
  const accounts = accountDeps(deps);
  passwordRoutes(api, deps);
  emailRoutes(api, deps);
  linkRoutes(api);
  twoFactorRoutes(api, deps);
  sessionRoutes(api, deps);
  oidcRoutes(api, deps);

  endpoint(
    api,
    {
      method: 'post',
      path: '/crm/auth/login',
      aliases: ['/auth/login'],
      policy: 'public',
      tag,
      summary: 'Sign in with e-mail address and password',
      body: loginBody,
      response: z.union([sessionShape, challengeShape]),
    },
    async (ctx, { body, c }) => {
      const result = await logIn(ctx, accounts, { ...body, device: deviceOf(c) });
      if ('challenge' in result) return answerChallenge(c, config, result.challenge);
      rememberDevice(c, config, result.session.userId);
      return answerSession(ctx, c, config, result.session);
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/crm/auth/refresh',
      aliases: ['/auth/refresh'],
      policy: 'public',
      tag,
      summary: 'Exchange a refresh token, from the body or the cookie, for new tokens',
      body: refreshBody,
      response: sessionShape,
    },
    async (ctx, { body, c }) => {
      const refreshToken = refreshTokenOf(c, body?.refresh_token);
      if (refreshToken === undefined) throw unauthorized();
      const session = await refreshSession(ctx, { refreshToken, userAgent: c.req.header('user-agent') }).catch((error: unknown) => {
        principals.forget();
        throw error;
      });
      return answerSession(ctx, c, config, session);
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/crm/auth/logout',
      aliases: ['/auth/logout'],
      policy: 'public',
      tag,
      summary: 'End the session of the token or cookie',
      body: refreshBody,
      response: done,
    },
    async (ctx, { body, c }) => {
      const refreshToken = refreshTokenOf(c, body?.refresh_token);
      if (refreshToken !== undefined) await endSessionOf(ctx.em, refreshToken);
      // A session that is over already is not a reason to keep somebody signed in.
      await c.get('identify')().catch(ignoreUnauthorized);
      if (ctx.principal.sessionId !== undefined) await endSession(ctx.em, ctx.principal.sessionId);
      principals.forget();
      clearSessionCookies(c, config);
      return { message: 'Signed out.' };
    },
  );

  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/auth/me',
      aliases: ['/auth/me'],
      policy: 'setting_up',
      tag,
      summary: 'Who the request’s credentials stand for',
      response: userShape,
    },
    async ({ em, principal }) => {
      const user = principal.userId === null || principal.kind === 'play' ? undefined : await readUserAccess(em, principal.userId);
      if (user === undefined) throw forbidden('These credentials belong to no user.');
      return userAnswer(user, principal.mustFirst, await backupCodesLeft(em, user), principal);
    },
  );
}

function ignoreUnauthorized(error: unknown): void {
  if (!(error instanceof DomainError) || error.kind !== 'unauthorized') throw error;
}
