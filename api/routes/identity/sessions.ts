import { z } from '@hono/zod-openapi';
import { endOwnSession, endOwnSessions, listSessions } from '../../../domain/identity/sessions.ts';
import type { ApiDeps } from '../../deps.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { noCache } from '../../middleware/principal-cache.ts';
import { flag } from '../../schemas/contract.ts';
import { done } from './account-shapes.ts';
import { clearSessionCookies } from './cookies.ts';

const tag = 'identity';
const sessionRow = z
  .object({
    session_id: z.uuid(),
    device: z.string().nullable(),
    ip: z.string().nullable(),
    started: z.iso.datetime(),
    last_used: z.iso.datetime(),
    remember: z.boolean(),
    current: z.boolean(),
  })
  .openapi('OpenSession');
const iso = (at: Date): string => new Date(at).toISOString();

/** One's own open sessions, also without `/crm`. */
export function sessionRoutes(api: Api, deps: ApiDeps): void {
  const { config, principals = noCache } = deps;

  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/auth/sessions',
      aliases: ['/auth/sessions'],
      policy: 'signed_in',
      tag,
      summary: 'One’s own open sessions',
      response: z.object({ sessions: z.array(sessionRow) }),
    },
    async (ctx) => ({
      sessions: (await listSessions(ctx)).map(({ started, last_used, ...row }) => ({ ...row, started: iso(started), last_used: iso(last_used) })),
    }),
  );

  endpoint(
    api,
    {
      method: 'delete',
      path: '/crm/auth/sessions/{session_id}',
      aliases: ['/auth/sessions/{session_id}'],
      policy: 'signed_in',
      tag,
      summary: 'End one of one’s own sessions',
      params: z.object({ session_id: z.uuid('must be a session’s id') }),
      response: done,
    },
    async (ctx, { params }) => {
      await endOwnSession(ctx, params.session_id);
      principals.forget();
      return { message: 'The session was ended.' };
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/crm/auth/logout_everywhere',
      aliases: ['/auth/logout_everywhere'],
      policy: 'signed_in',
      tag,
      summary: 'End all of one’s own sessions, this one too unless it is to be kept',
      body: z.object({ keep_current: flag().optional() }).optional(),
      response: done,
    },
    async (ctx, { body, c }) => {
      const keepCurrent = body?.keep_current ?? false;
      await endOwnSessions(ctx, { keepCurrent });
      principals.forget();
      if (!keepCurrent) clearSessionCookies(c, config);
      return { message: keepCurrent ? 'All other sessions were ended.' : 'All sessions were ended.' };
    },
  );
}
