import { z } from '@hono/zod-openapi';
import { adminResetPassword, changePassword } from '../../../domain/identity/change-password.ts';
import { requestPasswordReset, resetPassword } from '../../../domain/identity/reset-password.ts';
import type { ApiDeps } from '../../deps.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { isBrowserSession } from '../../middleware/authenticate.ts';
import { noCache } from '../../middleware/principal-cache.ts';
import { flag } from '../../schemas/contract.ts';
import { accountDeps } from './account-deps.ts';
import { codeText, done, linkTokenText, typedEmail, typedPassword, userIdParams } from './account-shapes.ts';
import { rememberDevice } from './cookies.ts';

const tag = 'identity';
const temporaryPassword = z.object({
  message: z.string(),
  /** Shown this once. */
  temporary_password: z.string(),
  force_change: z.boolean(),
});
/** `password` or `code` is the administrator's own, which a browser's session is asked for; scripts send neither. */
const adminResetBody = z
  .object({ new_password: typedPassword.optional(), force_change: flag().optional(), password: typedPassword.optional(), code: codeText.optional() })
  .optional();

/** Forgotten, changed and temporary passwords (AUTH-5, AUTH-6, chapters 10 and 38), also without `/crm`. */
export function passwordRoutes(api: Api, deps: ApiDeps): void {
  const { config, principals = noCache } = deps;
  const accounts = accountDeps(deps);

  endpoint(
    api,
    {
      method: 'post',
      path: '/crm/auth/forgot_password',
      aliases: ['/auth/forgot_password'],
      policy: 'public',
      tag,
      summary: 'Have a link to set a new password mailed',
      body: z.object({ email: typedEmail }),
      response: done,
    },
    async (ctx, { body }) => {
      await requestPasswordReset(ctx, accounts, body);
      return { message: 'If there is an account with this address, instructions were sent to it.' };
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/crm/auth/reset_password',
      aliases: ['/auth/reset_password'],
      policy: 'public',
      tag,
      summary: 'Set a new password with the token of a mailed link',
      body: z.object({ token: linkTokenText, new_password: typedPassword }),
      response: done,
    },
    async (ctx, { body, c }) => {
      const { userId } = await resetPassword(ctx, accounts, { token: body.token, password: body.new_password });
      principals.forget();
      rememberDevice(c, config, userId);
      return { message: 'The password was set; sign in with it.' };
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/crm/auth/change_password',
      aliases: ['/auth/change_password'],
      policy: 'setting_up',
      tag,
      summary: 'Change one’s own password',
      body: z.object({ current_password: typedPassword, new_password: typedPassword }),
      response: done,
    },
    async (ctx, { body }) => {
      await changePassword(ctx, accounts, { current: body.current_password, next: body.new_password });
      principals.forget();
      return { message: 'The password was changed; all other sessions were ended.' };
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/crm/auth/users/{user_id}/admin_reset_password',
      aliases: ['/auth/users/{user_id}/admin_reset_password'],
      policy: { permission: 'admin' },
      tag,
      summary:
        'Give a user a temporary password, made up when none is sent; a browser’s session is asked for its own password or code some minutes after signing in',
      params: userIdParams,
      body: adminResetBody,
      response: temporaryPassword,
    },
    async (ctx, { params, body, c }) => {
      const forceChange = body?.force_change ?? true;
      // A session left open in a browser must not be enough to take an account over; scripts go on as chapter 38 has it.
      const proof = isBrowserSession(c) ? { password: body?.password, code: body?.code } : undefined;
      const made = await adminResetPassword(ctx, accounts, { userId: params.user_id, password: body?.new_password, forceChange, proof });
      principals.forget();
      c.header('cache-control', 'no-store');
      return { message: 'The password was set; it is shown this once.', temporary_password: made.temporaryPassword, force_change: forceChange };
    },
  );
}
