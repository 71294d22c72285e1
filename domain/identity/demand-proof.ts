import { recordSecurityEvent } from '../activity-log/record-event.ts';
import type { Ctx } from '../context.ts';
import { invalid } from '../errors.ts';
import { demandPassword } from './check-password.ts';
import { demandOwnAccount } from './demand-own-account.ts';
import { attemptSources, giveAttemptBack, takeAttempt } from './login-throttle.ts';
import type { AccountDeps } from './order-account-mail.ts';
import { spendCode } from './spend-code.ts';

/** What somebody who is signed in adds to show that they are still there: the password, or a code of the authenticator app. */
export interface Proof {
  password?: string | undefined;
  code?: string | undefined;
}

/** How long after signing in nothing more has to be shown, minutes. */
export const freshMinutes = 10;

/**
 * A session left open must not be enough to weaken an account: throws `validation` unless its owner gives the password or
 * a fresh code of their own, or has signed in within the last minutes. Keys and addresses stand for themselves.
 */
export async function demandProof(ctx: Ctx, deps: AccountDeps, { password, code }: Proof): Promise<void> {
  if (ctx.principal.kind !== 'user') return;
  const own = demandOwnAccount(ctx.principal);
  if (password !== undefined) return demandPassword(ctx, { ...own, password, field: 'password' });
  if (code !== undefined) return demandCode(ctx, deps, { ...own, code });
  const fresh = await ctx.em.execute<unknown[]>(`select from refresh_token where family_id = ? having min(created) > now() - make_interval(mins => ?)`, [
    own.sessionId,
    freshMinutes,
  ]);
  if (fresh.length === 0) throw invalid('password', 'Give your password, or a code of your authenticator app, once more to do this.');
}

/** Counted by session, like passwords; a backup code is no answer, for it is kept where others may find it. */
async function demandCode(ctx: Ctx, { config }: AccountDeps, { userId, sessionId, code }: { userId: number; sessionId: string; code: string }): Promise<void> {
  const { em } = ctx;
  const sources = attemptSources({ what: 'code', account: String(userId), ip: ctx.ip, deviceId: sessionId });
  await takeAttempt(em, sources);
  if (/^\d{6}$/.test(code.replace(/\s/g, '')) && (await spendCode(em, config, userId, code)) === 'code') return giveAttemptBack(em, sources);
  await recordSecurityEvent(em, { kind: 'two_factor_failed', user_id: userId, ip: ctx.ip, user_agent: ctx.userAgent });
  throw invalid('code', 'The code is wrong or was used before; wait for the next one.');
}
