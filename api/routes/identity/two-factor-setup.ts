import { z } from '@hono/zod-openapi';
import { renderSVG } from 'uqr';
import { confirmTwoFactor, enableTwoFactor, type Enrolment, moveTwoFactor, regenerateBackupCodes } from '../../../domain/identity/two-factor.ts';
import type { ApiDeps } from '../../deps.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { noCache } from '../../middleware/principal-cache.ts';
import { accountDeps } from './account-deps.ts';
import { codeText, proof, typedPassword } from './account-shapes.ts';
import { ofUser } from './two-factor-path.ts';

const enrolmentShape = z
  .object({
    totp_secret: z.string(),
    /** otpauth:// address, and the QR code of it as an SVG drawing. */
    qr_code_url: z.string(),
    qr_code_svg: z.string(),
    backup_codes: z.array(z.string()),
  })
  .openapi('TwoFactorEnrolment');
const enrolmentAnswer = ({ secret, uri, backupCodes }: Enrolment): z.input<typeof enrolmentShape> => ({
  totp_secret: secret,
  qr_code_url: uri,
  qr_code_svg: renderSVG(uri, { border: 2 }),
  backup_codes: backupCodes,
});

/** Setting up one's own second factor, on a first or a new device, and its backup codes (AUTH-8, chapter 38); also with `/crm`. */
export function twoFactorSetupRoutes(api: Api, deps: ApiDeps): void {
  const { principals = noCache } = deps;
  const accounts = accountDeps(deps);

  endpoint(
    api,
    {
      ...ofUser('enable'),
      policy: 'setting_up',
      summary: 'Begin to set up one’s own second factor, after the password',
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
      ...ofUser('verify-setup'),
      policy: 'setting_up',
      summary: 'Confirm the set-up with a first code',
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
      ...ofUser('backup-codes/regenerate'),
      policy: 'signed_in',
      summary: 'Make new backup codes; the old ones die. One’s own password or code is asked for some minutes after signing in',
      body: proof,
      response: z.object({ backup_codes: z.array(z.string()) }),
    },
    async (ctx, { params, body, c }) => {
      c.header('cache-control', 'no-store');
      return { backup_codes: await regenerateBackupCodes(ctx, accounts, params.user_id, body) };
    },
  );

  endpoint(
    api,
    {
      ...ofUser('reset-for-new-device'),
      policy: 'signed_in',
      summary: 'Begin to set up a new device with a backup code',
      body: z.object({ backup_code: codeText }),
      response: enrolmentShape,
    },
    async (ctx, { params, body, c }) => {
      c.header('cache-control', 'no-store');
      return enrolmentAnswer(await moveTwoFactor(ctx, accounts, { userId: params.user_id, backupCode: body.backup_code }));
    },
  );
}
