import { z } from '@hono/zod-openapi';
import { DomainError } from '../../../domain/errors.ts';
import { checkLink } from '../../../domain/identity/check-link.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { linkTokenText } from './account-shapes.ts';

const shape = z
  .object({
    purpose: z.enum(['password', 'email']),
    mail: z.string(),
    email: z.string(),
    expires_at: z.string(),
    /** Who is signed in in the browser that asks, when that is somebody else. */
    signed_in_as: z.string().nullable(),
  })
  .openapi('AccountLink');

/** What a mailed link is for; also without `/crm`. */
export function linkRoutes(api: Api): void {
  endpoint(
    api,
    {
      method: 'post',
      path: '/crm/auth/check_link',
      aliases: ['/auth/check_link'],
      policy: 'public',
      tag: 'identity',
      summary: 'Look whether the token of a mailed link is good, without using it up',
      body: z.object({ token: linkTokenText }),
      response: shape,
    },
    async (ctx, { body, c }) => {
      const link = await checkLink(ctx.em, body.token);
      // A session that has ended, or a request of another site's page, is nobody's.
      await c.get('identify')().catch(ignoreRefusal);
      const label = ctx.principal.kind === 'user' ? ctx.principal.label : null;
      c.header('cache-control', 'no-store');
      return { ...link, signed_in_as: label === null || label.toLowerCase() === link.email.toLowerCase() ? null : label };
    },
  );
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof DomainError) || (error.kind !== 'unauthorized' && error.kind !== 'forbidden')) throw error;
}
