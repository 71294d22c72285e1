import { z } from '@hono/zod-openapi';
import { renderSVG } from 'uqr';
import { unauthorized } from '../../../domain/errors.ts';
import { disableTwoFactor } from '../../../domain/identity/disable-two-factor.ts';
import { verifyChallenge } from '../../../domain/identity/login-challenge.ts';
import { passSecondFactor } from '../../../domain/identity/pass-second-factor.ts';
import { confirmTwoFactor, enableTwoFactor, type Enrolment, moveTwoFactor, regenerateBackupCodes } from '../../../domain/identity/two-factor.ts';
import type { ApiDeps } from '../../deps.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { noCache } from '../../middleware/principal-cache.ts';
import { accountDeps } from './account-deps.ts';
import { codeText, done, typedPassword, userIdParams } from './account-shapes.ts';
import { challengeOf, deviceOf, rememberDevice } from './cookies.ts';
import { answerSession, sessionShape } from './session-answer.ts';

const tag = 'two-factor authentication';
const enrolmentShape = z
  .object({
    totp_secret: z.string(),
    /** otpauth:// address, and the QR code of it as an SVG drawing. */
    qr_code_url: z.string(),
    qr_code_svg: z.string(),
    backup_codes: z.array(z.string()),
  })
  .openapi('TwoFactorEnrolment');
const backupCodes = z.object({ backup_codes: z.array(z.string()) });
/** Needed once signing in lies some minutes back; keys need none. */
const proof = z.object({ password: typedPassword.optional(), code: codeText.optional() }).optional();
const enrolmentAnswer = ({ secret, uri, backupCodes }: Enrolment): z.input<typeof enrolmentShape> => ({
  totp_secret: secret,
  qr_code_url: uri,
  qr_code_svg: renderSVG(uri, { border: 2 }),
  backup_codes: backupCodes,
});

/** The second step of signing in, and what administrators do about it (AUTH-8, chapters 02 and 38); also with `/crm`. */
export function twoFactorRoutes(api: Api, deps: ApiDeps): void {
  const { config, principals = noCache } = deps;
  const accounts = accountDeps(deps);

  endpoint(
    api,
    {
      method: 'post',
      path: '/2fa/verify/user/{user_id}',
      aliases: ['/crm/2fa/verify/user/{user_id}'],
      policy: 'public',
      tag,
      summary: 'Finish a sign-in with a code; the challenge comes in the body, as a bearer token or as the cookie of the first step',
      params: userIdParams,
      body: z.object({ code: codeText, challenge_token: z.string().max(2000).optional() }),
      response: sessionShape,
    },
    async (ctx, { params, body, c }) => {
      const token = challengeOf(c, body.challenge_token);
      if (token === undefined) throw unauthorized('Sign in with your password first.');
      const challenge = await verifyChallenge(config.jwt_secret, token);
      if (challenge.userId !== params.user_id) throw unauthorized('Sign in with your password first.');
      const session = await passSecondFactor(ctx, accounts, { challenge, code: body.code, device: deviceOf(c) });
      rememberDevice(c, config, session.userId);
      return answerSession(ctx, c, config, session);
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/2fa/admin/disable/user/{user_id}',
      aliases: ['/crm/2fa/admin/disable/user/{user_id}'],
      policy: { permission: 'admin' },
      tag,
      summary: 'Take a user’s second factor away; the administrator’s own password or code is asked for some minutes after signing in',
      params: userIdParams,
      body: proof,
      response: done,
    },
    async (ctx, { params, body }) => {
      await disableTwoFactor(ctx, accounts, params.user_id, body);
      principals.forget();
      return { message: 'Two-factor authentication was removed; the user signs in with the password alone until it is set up again.' };
    },
  );
  enrolmentRoutes(api, deps);
}

function enrolmentRoutes(api: Api, deps: ApiDeps): void {
  const { principals = noCache } = deps;
  const accounts = accountDeps(deps);

  endpoint(
    api,
    {
      method: 'post',
      path: '/2fa/enable/user/{user_id}',
      aliases: ['/crm/2fa/enable/user/{user_id}'],
      policy: 'setting_up',
      tag,
      summary: 'Begin to set up one’s own second factor, after the password',
      params: userIdParams,
      body: z.object({ password: typedPassword }),
      response: enrolmentShape,
    },
    async (ctx, { params, body, c }) => {
      c.header('cache-control', 'no-store');
      return enrolmentAnswer(await enableTwoFactor(ctx, accounts, { userId: params.user_id, password: body.password }));
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/2fa/verify-setup/user/{user_id}',
      aliases: ['/crm/2fa/verify-setup/user/{user_id}'],
      policy: 'setting_up',
      tag,
      summary: 'Confirm the set-up with a first code',
      params: userIdParams,
      body: z.object({ code: codeText }),
      response: z.object({ verified: z.literal(true) }),
    },
    async (ctx, { params, body }) => {
      await confirmTwoFactor(ctx, accounts, { userId: params.user_id, code: body.code });
      principals.forget();
      return { verified: true as const };
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/2fa/backup-codes/regenerate/user/{user_id}',
      aliases: ['/crm/2fa/backup-codes/regenerate/user/{user_id}'],
      policy: 'signed_in',
      tag,
      summary: 'Make new backup codes; the old ones die. One’s own password or code is asked for some minutes after signing in',
      params: userIdParams,
      body: proof,
      response: backupCodes,
    },
    async (ctx, { params, body, c }) => {
      c.header('cache-control', 'no-store');
      return { backup_codes: await regenerateBackupCodes(ctx, accounts, params.user_id, body) };
    },
  );

  endpoint(
    api,
    {
      method: 'post',
      path: '/2fa/reset-for-new-device/user/{user_id}',
      aliases: ['/crm/2fa/reset-for-new-device/user/{user_id}'],
      policy: 'signed_in',
      tag,
      summary: 'Begin to set up a new device with a backup code',
      params: userIdParams,
      body: z.object({ backup_code: codeText }),
      response: enrolmentShape,
    },
    async (ctx, { params, body, c }) => {
      c.header('cache-control', 'no-store');
      return enrolmentAnswer(await moveTwoFactor(ctx, accounts, { userId: params.user_id, backupCode: body.backup_code }));
    },
  );
}
