import { z } from '@hono/zod-openapi';
import { changeOwnEmail, resendVerification, sendWelcome, verifyEmail } from '../../../domain/identity/own-email.ts';
import type { ApiDeps } from '../../deps.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { noCache } from '../../middleware/principal-cache.ts';
import { accountDeps } from './account-deps.ts';
import { done, linkTokenText, typedPassword, userIdParams } from './account-shapes.ts';

const tag = 'identity';

/** Addresses and their proof (AUTH-7), and invitations; also without `/crm`. */
export function emailRoutes(api: Api, deps: ApiDeps): void {
  const { principals = noCache } = deps;
  const accounts = accountDeps(deps);

  endpoint(
    api,
    {
      method: 'post',
      path: '/crm/auth/verify_email',
      aliases: ['/auth/verify_email'],
      policy: 'public',
      tag,
      summary: 'Prove an address with the token of a mailed link',
      body: z.object({ token: linkTokenText }),
      response: done,
    },
    async (ctx, { body }) => {
      await verifyEmail(ctx, body);
      principals.forget();
      return { message: 'The e-mail address is confirmed.' };
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/crm/auth/resend_verification',
      aliases: ['/auth/resend_verification'],
      policy: 'setting_up',
      tag,
      summary: 'Have the link that proves one’s address mailed once more',
      response: done,
    },
    async (ctx) => {
      await resendVerification(ctx, accounts);
      return { message: 'A mail with a link is on its way.' };
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/crm/auth/change_email',
      aliases: ['/auth/change_email'],
      policy: 'signed_in',
      tag,
      summary: 'Ask for another address of one’s own account; it counts once it is proven',
      body: z.object({ email: z.email('must be an e-mail address').max(254), password: typedPassword }),
      response: done,
    },
    async (ctx, { body }) => {
      const kept = (await changeOwnEmail(ctx, accounts, body)) === 'kept';
      return {
        message: kept
          ? 'This is the address your account has; nothing else is waiting for its proof.'
          : 'Open the link in the mail we sent to the new address.',
      };
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/crm/auth/users/{user_id}/send_welcome_email',
      aliases: ['/auth/users/{user_id}/send_welcome_email'],
      policy: { permission: 'admin' },
      tag,
      summary: 'Invite a user who never signed in, with a link to set a password',
      params: userIdParams,
      response: done,
    },
    async (ctx, { params }) => {
      await sendWelcome(ctx, accounts, params.user_id);
      return { message: 'The welcome mail is on its way.' };
    },
  );
}
