import { generateSync } from 'otplib';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { accountKeys } from '../../../domain/identity/account-keys.ts';
import { linkToken } from '../../../domain/identity/account-link.ts';
import type { AccountMailContent, AccountMailKind } from '../../../domain/identity/account-mail.ts';
import { attemptSources, recordFailure } from '../../../domain/identity/login-throttle.ts';
import { openMailContent } from '../../../domain/identity/order-account-mail.ts';
import { prepareLink } from '../../../domain/identity/prepare-link.ts';
import { type Answer, bearer, type IdentityApi, password } from './support.ts';

/** Lets the clock stand still in the middle of a step while a file's tests run, because codes of authenticator apps change every 30 s. */
export function holdClock(): void {
  beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now: Math.floor(Date.now() / 30_000) * 30_000 + 15_000 }));
  afterAll(() => void vi.useRealTimers());
}

/** What the newest ordered mail of a kind is about. */
export function lastMail(api: IdentityApi, kind: AccountMailKind): { mailId: string; content: AccountMailContent } {
  const order = api.mails.findLast((mail) => mail.kind === kind);
  if (order === undefined) throw new Error(`no mail ${kind} was ordered, only ${api.mails.map((mail) => mail.kind).join(', ')}`);
  return { mailId: order.mailId, content: openMailContent(api.config, order) };
}

/** Does what the worker does about the newest mail of a kind, and answers the token of its link. */
export async function deliverLink(api: IdentityApi, kind: AccountMailKind): Promise<string> {
  const { mailId, content } = lastMail(api, kind);
  const keys = accountKeys(api.config);
  expect(await prepareLink(api.ctx().em, keys, { kind, mailId, content })).toHaveProperty('userId');
  return linkToken(keys, mailId);
}

/** Counts failed sign-ins as the API does, without the cost of a password hash each. */
export async function failBefore(api: IdentityApi, attempts: readonly { email: string; from: string }[]): Promise<void> {
  const { em } = api.ctx();
  for (const { email, from } of attempts) await recordFailure(em, attemptSources({ what: 'password', account: email, ip: from }));
}

/** Sends as the user of a session. */
export const as = (api: IdentityApi, token: string) => (method: string, path: string, body?: unknown) =>
  api.send(method, path, { body, headers: bearer(token) });

/** The code an authenticator app shows, `steps` steps of 30 s from now. */
export const codeOf = (secret: string, steps = 0): string => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + steps * 30 });

/** An enrolled user; the code of the present step is used up by the enrolment. */
export interface Enrolled {
  id: number;
  email: string;
  secret: string;
  backupCodes: string[];
  token: string;
}

export async function enrol(api: IdentityApi, email: string): Promise<Enrolled> {
  const id = await api.addUser({ email });
  const { token } = (await api.logIn(email)).body;
  const begun = await as(api, token)('POST', `/2fa/enable/user/${id}`, { password });
  const { totp_secret: secret, backup_codes: backupCodes } = begun.body as unknown as { totp_secret: string; backup_codes: string[] };
  expect((await as(api, token)('POST', `/2fa/verify-setup/user/${id}`, { code: codeOf(secret, -1) })).body).toEqual({ verified: true });
  return { id, email, secret, backupCodes, token };
}

/** Signs in with the password and answers the challenge. */
export async function challenge(api: IdentityApi, email: string, from?: string): Promise<Answer & { challengeToken: string }> {
  const answer = await api.logIn(email, from === undefined ? {} : { from });
  return { ...answer, challengeToken: String(answer.body['challenge_token']) };
}
