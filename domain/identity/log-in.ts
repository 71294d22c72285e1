import type { Ctx } from '../context.ts';
import { unauthorized } from '../errors.ts';
import { passwordMatches } from './hash-password.ts';
import { demandUnblocked, forgetFailures, loginSources, recordFailure } from './login-throttle.ts';
import { openSession, type Session } from './session.ts';
import { createSlots } from './slots.ts';

export interface LogInInput {
  email: string;
  password: string;
  remember?: boolean | undefined;
  userAgent?: string | undefined;
}

/** Attempts run a few at a time, so that a burst of guesses cannot all pass the throttle before the first is counted. */
const attempts = createSlots({ slots: 2, waiting: 200, refusal: 'Too many people are signing in at this moment; try again in a few seconds.' });

/**
 * Opens a session by e-mail address and password. Throws `unauthorized` alike, and after the same time, for an unknown
 * address, a deleted user and a wrong password; `limit_exceeded` after 5 failures from one address.
 */
export function logIn(ctx: Ctx, input: LogInInput): Promise<Session> {
  return attempts(async () => {
    const { em } = ctx;
    const sources = loginSources(input.email, ctx.ip);
    await demandUnblocked(em, sources);
    const [user] = await em.execute<{ id: number; password_hash: string }[]>('select id, password_hash from app_user where email = ?::citext and not deleted', [
      input.email.trim(),
    ]);
    if (!(await passwordMatches(input.password, user?.password_hash)) || user === undefined) {
      await recordFailure(em, sources);
      throw unauthorized('The e-mail address or the password is wrong.');
    }
    await forgetFailures(em, sources);
    return em.transactional(async (tx) => {
      await tx.execute('update app_user set last_login = now(), login_count = login_count + 1 where id = ?', [user.id]);
      return openSession(tx, { userId: user.id, remember: input.remember ?? false, source: { ip: ctx.ip, userAgent: input.userAgent } });
    });
  });
}
