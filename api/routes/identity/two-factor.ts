import { z } from '@hono/zod-openapi';
import { unauthorized } from '../../../domain/errors.ts';
import { disableTwoFactor } from '../../../domain/identity/disable-two-factor.ts';
import { verifyChallenge } from '../../../domain/identity/login-challenge.ts';
import { passSecondFactor } from '../../../domain/identity/pass-second-factor.ts';
import type { ApiDeps } from '../../deps.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { noCache } from '../../middleware/principal-cache.ts';
import { accountDeps } from './account-deps.ts';
import { codeText, done, proof } from './account-shapes.ts';
import { challengeOf, deviceOf, rememberDevice } from './cookies.ts';
import { answerSession, sessionShape } from './session-answer.ts';
import { ofUser } from './two-factor-path.ts';
import { twoFactorSetupRoutes } from './two-factor-setup.ts';

/** The second step of signing in, and what administrators do about it (AUTH-8, chapters 02 and 38); also with `/crm`. */
export function twoFactorRoutes(api: Api, deps: ApiDeps): void {
  const { config, principals = noCache } = deps;
  const accounts = accountDeps(deps);

  endpoint(
    api,
    {
      ...ofUser('verify'),
      policy: 'public',
      summary: 'Finish a sign-in with a code; the challenge comes in the body, as a bearer token or as the cookie of the first step',
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
      ...ofUser('admin/disable'),
      policy: { permission: 'admin' },
      summary: 'Take a user’s second factor away; the administrator’s own password or code is asked for some minutes after signing in',
      body: proof,
      response: done,
    },
    async (ctx, { params, body }) => {
      await disableTwoFactor(ctx, accounts, params.user_id, body);
      principals.forget();
      return { message: 'Two-factor authentication was removed; the user signs in with the password alone until it is set up again.' };
    },
  );
  twoFactorSetupRoutes(api, deps);
}
