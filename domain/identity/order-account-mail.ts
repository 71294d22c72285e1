import { randomUUID } from 'node:crypto';
import type { Ctx } from '../context.ts';
import { DomainError } from '../errors.ts';
import type { Config } from '../settings/config-schema.ts';
import { createVault } from '../settings/vault.ts';
import { accountKeys } from './account-keys.ts';
import type { AccountMailContent, AccountMailKind, OrderAccountMail } from './account-mail.ts';
import { deviceName } from './device-name.ts';

/** What verbs of accounts need beside the request: the settings and a way to have mails sent. */
export interface AccountDeps {
  config: Config;
  orderMail: OrderAccountMail;
}

/**
 * Has a mail sent. Called last in a change's transaction: when mails cannot be taken (`unavailable`) the change is not
 * made either. Mails a stranger can cause share one key per account, so that a burst is one mail.
 */
export async function orderAccountMail(
  ctx: Ctx,
  { config, orderMail }: AccountDeps,
  kind: AccountMailKind,
  content: Pick<AccountMailContent, 'userId' | 'email' | 'newEmail' | 'what' | 'by'>,
): Promise<void> {
  const mailId = randomUUID();
  const typed = content.email?.trim().toLowerCase();
  const full: AccountMailContent = { ...content, ip: ctx.ip, device: deviceName(ctx.userAgent), at: new Date().toISOString() };
  await orderMail({
    kind,
    key: typed === undefined ? mailId : accountKeys(config).mac('mail-order', `${kind} ${typed}`).slice(0, 22),
    mailId,
    sealed: createVault(config).seal('identity.mail_order', JSON.stringify({ mailId, ...full })),
  });
}

/** Has a mail sent if mails can be taken at the moment; false when not. For warnings that must not hold up what they warn of. */
export async function tryAccountMail(...order: Parameters<typeof orderAccountMail>): Promise<boolean> {
  try {
    await orderAccountMail(...order);
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'unavailable') return false;
    throw error;
  }
}

/** Reads a sealed order; throws when it was altered or belongs to another mail. */
export function openMailContent(config: Config, { mailId, sealed }: { mailId: string; sealed: string }): AccountMailContent {
  const { mailId: owner, ...content } = JSON.parse(createVault(config).open('identity.mail_order', sealed)) as AccountMailContent & { mailId: string };
  if (owner !== mailId) throw new Error('The sealed order belongs to another mail.');
  return content;
}
