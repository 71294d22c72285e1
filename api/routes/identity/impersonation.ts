import { z } from '@hono/zod-openapi';
import { DomainError } from '../../../domain/errors.ts';
import { signToken } from '../../../domain/identity/access-token.ts';
import { impersonationOf } from '../../../domain/identity/current-impersonation.ts';
import { impersonate } from '../../../domain/identity/impersonate.ts';
import { listActable } from '../../../domain/identity/list-actable.ts';
import { listImpersonations } from '../../../domain/identity/list-impersonations.ts';
import { stopImpersonation } from '../../../domain/identity/stop-impersonation.ts';
import type { ApiDeps } from '../../deps.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { noCache } from '../../middleware/principal-cache.ts';
import { id, pageOf } from '../../schemas/contract.ts';
import { clearSessionCookies, refreshTokenOf, setSessionCookies } from './cookies.ts';
import { actableShape, currentShape, logQuery, logShape, startBody, startedShape, stopBody, stoppedShape } from './impersonation-schemas.ts';
import { answerSession } from './session-answer.ts';

const tag = 'impersonation';
/** Acting for another user, “Log in as user” (AUTH-15, chapters 25 and 38); also without `/crm`. */
export function impersonationRoutes(api: Api, deps: ApiDeps): void {
  startRoute(api, deps);
  stopRoute(api, deps);
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/auth/impersonate/customer_id/{customer_id}',
      aliases: ['/auth/impersonate/customer_id/{customer_id}'],
      policy: { permission: 'can_impersonate' },
      tag,
      summary: 'Users of a customer that one may act for, by contact',
      params: z.object({ customer_id: id() }),
      response: z.array(actableShape),
    },
    (ctx, { params }) => listActable(ctx, params.customer_id),
  );
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/auth/impersonation',
      aliases: ['/auth/impersonation'],
      policy: 'signed_in',
      tag,
      summary: 'Whether, and by whom, one is acted for',
      response: currentShape,
    },
    async ({ em, principal }) => {
      const found = principal.sessionId === undefined ? undefined : await impersonationOf(em, principal.sessionId);
      return { impersonation: found === 'ended' ? null : (found ?? null) };
    },
  );
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/auth/impersonation_logs',
      aliases: ['/auth/impersonation_logs'],
      policy: { permission: 'admin' },
      tag,
      summary: 'Who acted for whom, filtered by person, customer, time and duration (seconds)',
      query: logQuery,
      response: pageOf(logShape),
    },
    (ctx, { query }) =>
      listImpersonations(ctx, {
        ...query,
        userId: query.user_id,
        impersonatingUserId: query.impersonating_user_id,
        targetUserId: query.target_user_id,
        customerId: query.customer_id,
        startDate: query.start_date,
        endDate: query.end_date,
        minDuration: query.min_duration,
        maxDuration: query.max_duration,
      }),
  );
}

function startRoute(api: Api, { config, principals = noCache }: ApiDeps): void {
  endpoint(
    api,
    {
      method: 'post',
      path: '/crm/auth/impersonate',
      aliases: ['/auth/impersonate'],
      policy: { permission: 'can_impersonate' },
      tag,
      summary: 'Act for another user; the tokens are those of a session of theirs',
      body: startBody,
      response: startedShape,
    },
    async (ctx, { body, c }) => {
      const minutes = config.security.impersonation_minutes;
      const { session, impersonatorId, startedAt } = await impersonate(ctx, { userId: body.user_id, reason: body.reason, minutes });
      principals.forget();
      const claims = { kind: 'user', userId: session.userId, sessionId: session.sessionId, impersonatorId } as const;
      const token = await signToken(config.jwt_secret, claims, Math.min(20, minutes) * 60);
      // Kept until the browser closes, beyond the end of its time: that is how one comes back to one's own session.
      setSessionCookies(c, config, { ...session, remember: false }, token);
      c.header('cache-control', 'no-store');
      return {
        success: true as const,
        impersonating_user_id: impersonatorId,
        target_user_id: session.userId,
        impersonation_start: startedAt.toISOString(),
        expires_at: session.expiresAt.toISOString(),
        access_token: token,
        refresh_token: session.refreshToken,
      };
    },
  );
}

function stopRoute(api: Api, { config, principals = noCache }: ApiDeps): void {
  endpoint(
    api,
    {
      method: 'post',
      path: '/crm/auth/stop_impersonation',
      aliases: ['/auth/stop_impersonation', '/auth/stop_imPERSONATION'],
      policy: 'public',
      tag,
      summary: 'Stop acting for another user and go on in one’s own session',
      body: stopBody,
      response: stoppedShape,
    },
    async (ctx, { body, c }) => {
      // A session whose time is over is no longer known by its access token, and may be stopped all the same.
      await c.get('identify')().catch(ignoreUnauthorized);
      const { session, endedAt, durationSeconds } = await stopImpersonation(ctx, { refreshToken: refreshTokenOf(c, body?.refresh_token) });
      principals.forget();
      if (session === undefined) clearSessionCookies(c, config);
      const own = session === undefined ? undefined : await answerSession(ctx, c, config, session);
      return {
        success: true as const,
        impersonation_end: endedAt.toISOString(),
        duration_seconds: durationSeconds,
        access_token: own?.token ?? null,
        refresh_token: own?.refresh_token ?? null,
      };
    },
  );
}

function ignoreUnauthorized(error: unknown): void {
  if (!(error instanceof DomainError) || error.kind !== 'unauthorized') throw error;
}
