import { recordSecurityEvent } from '../activity-log/record-event.ts';
import type { Ctx } from '../context.ts';
import { unauthorized } from '../errors.ts';
import { accountKeys } from './account-keys.ts';
import { closedAccount, customerIsArchived } from './closed-account.ts';
import { completeLogIn } from './complete-log-in.ts';
import { passwordMatches } from './hash-password.ts';
import { knownDevice } from './known-device.ts';
import { markOfPassword, signChallenge } from './login-challenge.ts';
import { attemptSources, demandUnblocked, forgetFailures, recordFailure, type Source } from './login-throttle.ts';
import { type AccountDeps, tryAccountMail } from './order-account-mail.ts';
import type { Session } from './session.ts';
import { createSlots } from './slots.ts';

export interface LogInInput {
  email: string;
  password: string;
  remember?: boolean | undefined;
  /** Token of a device somebody signed in on before, see `known-device.ts`. */
  device?: string | undefined;
}

/** An open session, or the right to open it with a second factor. */
export type LogInResult = { session: Session } | { challenge: { userId: number; token: string } };

/** Attempts run a few at a time, so that a burst of guesses cannot all pass the throttle before the first is counted. */
const attempts = createSlots({ slots: 2, waiting: 200, refusal: 'Too many people are signing in at this moment; try again in a few seconds.' });

/**
 * Opens a session by e-mail address and password, or asks for the second factor. Throws `unauthorized` alike, and after the
 * same time, for an unknown address, a deleted user and a wrong password; `limit_exceeded` after 5 failures from one place;
 * `forbidden`, once the password was right, while the user's customer is archived.
 */
export function logIn(ctx: Ctx, deps: AccountDeps, input: LogInInput): Promise<LogInResult> {
  return attempts(async () => {
    const { em } = ctx;
    const [user] = await em.execute<{ id: number; password_hash: string; is_2fa_enabled: boolean; is_closed: boolean }[]>(
      `select u.id, u.password_hash, u.is_2fa_enabled, ${customerIsArchived} as is_closed from app_user u where u.email = ?::citext and not u.deleted`,
      [input.email.trim()],
    );
    const deviceId = user === undefined ? undefined : knownDevice(accountKeys(deps.config), user.id, input.device);
    const sources = attemptSources({ what: 'password', account: input.email, ip: ctx.ip, deviceId });
    const failedBefore = await demandUnblocked(em, sources);
    if (!(await passwordMatches(input.password, user?.password_hash)) || user === undefined) {
      await countFailure(ctx, deps, { sources, email: input.email, userId: user?.id ?? null });
      throw unauthorized('The e-mail address or the password is wrong.');
    }
    if (failedBefore) await forgetFailures(em, sources);
    if (user.is_closed) {
      await recordSecurityEvent(em, { kind: 'login_refused', user_id: user.id, ip: ctx.ip, user_agent: ctx.userAgent });
      throw closedAccount();
    }
    const remember = input.remember ?? false;
    if (user.is_2fa_enabled) {
      const token = await signChallenge(deps.config.jwt_secret, { userId: user.id, remember, passwordMark: markOfPassword(user.password_hash) });
      return { challenge: { userId: user.id, token } };
    }
    return { session: await em.transactional((tx) => completeLogIn(tx, ctx, { userId: user.id, remember, method: 'password' })) };
  });
}

/** Counts a failure; the one that starts a block has the owner told, with a link that leads in all the same. */
async function countFailure(
  ctx: Ctx,
  deps: AccountDeps,
  { sources, email, userId }: { sources: Source[]; email: string; userId: number | null },
): Promise<void> {
  const blocked = await recordFailure(ctx.em, sources);
  // An order for an address nobody has is taken as well: what a stranger sees is the same, to the millisecond.
  const mailed = blocked && (await tryAccountMail(ctx, deps, 'account_locked', { email }));
  const kind = blocked ? 'account_locked' : 'login_failed';
  await recordSecurityEvent(ctx.em, { kind, user_id: userId, ip: ctx.ip, user_agent: ctx.userAgent, details: blocked ? { mailed } : {} });
}
