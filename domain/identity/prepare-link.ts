import type { EntityManager } from '@mikro-orm/postgresql';
import type { AccountKeys } from './account-keys.ts';
import { type LinkPurpose, recentLinks, storeLink } from './account-link.ts';
import { isClosedAccount } from './closed-account.ts';
import { type AccountMailContent, type AccountMailKind, linkMinutes } from './account-mail.ts';

/** What the link of a mail does and how long; undefined for mails without one. */
export function linkOf(kind: AccountMailKind): { purpose: LinkPurpose; lifeMinutes: number } | undefined {
  if (!(kind in linkMinutes)) return undefined;
  return { purpose: kind === 'email_verification' ? 'email' : 'password', lifeMinutes: linkMinutes[kind as keyof typeof linkMinutes] };
}

/** Mails anybody can cause, and how many of them one account gets within an hour, whoever asks. */
const limited: readonly AccountMailKind[] = ['password_reset', 'account_locked'];
const perHour = 5;

/** Finds the account a mail is for and stores its link; says why when there is nothing to send. */
export async function prepareLink(
  em: EntityManager,
  keys: AccountKeys,
  { kind, mailId, content }: { kind: AccountMailKind; mailId: string; content: AccountMailContent },
): Promise<{ skipped: string } | { userId: number }> {
  const [user] = await em.execute<{ id: number; email: string }[]>(
    'select id, email::text as email from app_user where not deleted and (id = ?::int or email = ?::citext)',
    [content.userId ?? null, content.email?.trim() ?? null],
  );
  if (user === undefined) return { skipped: 'There is no such account.' };
  const link = linkOf(kind);
  if (link === undefined) return { userId: user.id };
  if (await isClosedAccount(em, user.id)) return { skipped: 'The customer of the account is archived.' };
  if (limited.includes(kind) && (await recentLinks(em, user.id, limited, 60, mailId)) >= perHour)
    return { skipped: 'The account got mails enough in the last hour.' };
  await storeLink(em, keys, { mailId, userId: user.id, ...link, mailKind: kind, email: content.newEmail ?? user.email });
  return { userId: user.id };
}

/** Takes back a link nobody got. */
export async function withdrawLink(em: EntityManager, mailId: string): Promise<void> {
  await em.execute('delete from account_link where mail_id = ? and used_at is null', [mailId]);
}
