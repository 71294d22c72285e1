import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { recordSecurityEvent } from '../activity-log/record-event.ts';
import type { Ctx } from '../context.ts';
import { isClosedAccount } from './closed-account.ts';
import { completeLogIn } from './complete-log-in.ts';
import type { LogInResult } from './log-in.ts';
import { markOfPassword, signChallenge } from './login-challenge.ts';
import type { AccountDeps } from './order-account-mail.ts';

/** Whom a provider vouches for: `issuer` and `subject` name the account there for ever (OpenID Connect Core §2). */
export interface VouchedFor {
  provider: string;
  issuer: string;
  subject: string;
  email: string | undefined;
  emailVerified: boolean;
}

/** Why somebody a provider vouches for is not let in: no such account, an address that one side has not proven, or a customer that is archived. */
export type OidcRefusal = 'unknown' | 'unverified' | 'unconfirmed' | 'closed';

interface UserRow {
  id: number;
  password_hash: string;
  is_2fa_enabled: boolean;
  email_verified: boolean;
}

/**
 * Signs in the user linked to an account elsewhere. It is linked once, to the user with the address that the provider has
 * verified and that is proven here as well: else whoever signed up with somebody's address first would share their account.
 */
export async function oidcLogIn(ctx: Ctx, { config }: AccountDeps, who: VouchedFor): Promise<LogInResult | { refused: OidcRefusal }> {
  return ctx.em.transactional(async (em) => {
    const user = (await linkedUser(em, who)) ?? (await linkUser(em, ctx, who));
    const found = typeof user !== 'string' && (await isClosedAccount(em, user.id)) ? 'closed' : user;
    if (typeof found === 'string') {
      await recordSecurityEvent(em, {
        kind: 'provider_refused',
        user_id: null,
        ip: ctx.ip,
        user_agent: ctx.userAgent,
        details: { provider: who.provider, found },
      });
      return { refused: found };
    }
    if (found.is_2fa_enabled) {
      const token = await signChallenge(config.jwt_secret, {
        userId: found.id,
        remember: false,
        passwordMark: markOfPassword(found.password_hash),
        provider: who.provider,
      });
      return { challenge: { userId: found.id, token } };
    }
    return { session: await completeLogIn(em, ctx, { userId: found.id, remember: false, method: `provider ${who.provider}` }) };
  });
}

async function linkedUser(em: EntityManager, { issuer, subject }: VouchedFor): Promise<UserRow | undefined> {
  const [user] = await em.execute<UserRow[]>(
    `select u.id, u.password_hash, u.is_2fa_enabled, u.email_verified from login_identity l join app_user u on u.id = l.user_id
      where l.issuer = ? and l.subject = ? and not u.deleted`,
    [issuer, subject],
  );
  return user;
}

async function linkUser(em: EntityManager, ctx: Ctx, { provider, issuer, subject, email, emailVerified }: VouchedFor): Promise<UserRow | OidcRefusal> {
  if (email === undefined || !emailVerified) return 'unverified';
  const [user] = await em.execute<UserRow[]>(
    'select id, password_hash, is_2fa_enabled, email_verified from app_user where email = ?::citext and not deleted for update',
    [email],
  );
  if (user === undefined) return 'unknown';
  if (!user.email_verified) return 'unconfirmed';
  await em.execute(
    'insert into login_identity (id, user_id, issuer, subject, provider) values (?, ?, ?, ?, ?) on conflict (issuer, subject) do update set user_id = excluded.user_id',
    [randomUUID(), user.id, issuer, subject, provider],
  );
  await recordSecurityEvent(em, { kind: 'provider_linked', user_id: user.id, ip: ctx.ip, user_agent: ctx.userAgent, details: { provider } });
  return user;
}
