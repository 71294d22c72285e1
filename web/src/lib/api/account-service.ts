import { proofOf } from './proof.ts';
import { request, type RequestContext } from './request.ts';

/** An open session of one's own. */
export interface OpenSession {
  session_id: string;
  device: string | null;
  ip: string | null;
  started: string;
  last_used: string;
  remember: boolean;
  current: boolean;
}

/** A second factor being set up; shown this once. */
export interface Enrolment {
  totp_secret: string;
  qr_code_url: string;
  qr_code_svg: string;
  backup_codes: string[];
}

const open = (path: string, body: unknown, context: RequestContext) =>
  request<{ message: string }>('POST', path, { ...context, body, anonymous: true });

/** Has a link to set a new password mailed; the answer is the same for every address. */
export const forgotPassword = (email: string, context: RequestContext = {}) =>
  open('/crm/auth/forgot_password', { email }, context);

/** What a mailed link is for. */
export interface AccountLink {
  purpose: 'password' | 'email';
  /** The mail it came in, e.g. `welcome`. */
  mail: string;
  email: string;
  expires_at: string;
  /** Somebody else who is signed in in this browser. */
  signed_in_as: string | null;
}

/** Looks at a mailed link without using it up. Throws `ApiError` 422 saying why it is no longer good. */
export const checkLink = (token: string, context: RequestContext = {}) =>
  request<AccountLink>('POST', '/crm/auth/check_link', { ...context, body: { token }, anonymous: true });

/** Sets a password with a mailed link. Throws `ApiError` 422 when the link is no longer good. */
export const resetPassword = (token: string, new_password: string, context: RequestContext = {}) =>
  open('/crm/auth/reset_password', { token, new_password }, context);

/** Confirms an address with a mailed link. Throws `ApiError` 422 when the link is no longer good. */
export const verifyEmail = (token: string, context: RequestContext = {}) =>
  open('/crm/auth/verify_email', { token }, context);

/** Changes one's own password; all other sessions end. */
export const changePassword = (
  input: { current_password: string; new_password: string },
  context: RequestContext = {},
) => request<{ message: string }>('POST', '/crm/auth/change_password', { ...context, body: input });

/** Asks for another address; it counts once the link mailed there was opened. */
export const changeEmail = (input: { email: string; password: string }, context: RequestContext = {}) =>
  request<{ message: string }>('POST', '/crm/auth/change_email', { ...context, body: input });

/** Has the link that confirms one's address mailed once more. */
export const resendVerification = (context: RequestContext = {}) =>
  request<{ message: string }>('POST', '/crm/auth/resend_verification', { ...context, body: {} });

/** Begins to set up a second factor, after the password. */
export const enableTwoFactor = (userId: number, password: string, context: RequestContext = {}) =>
  request<Enrolment>('POST', `/crm/2fa/enable/user/${userId}`, { ...context, body: { password } });

/** Begins to set up a second factor on a new device with a backup code. */
export const moveTwoFactor = (userId: number, backup_code: string, context: RequestContext = {}) =>
  request<Enrolment>('POST', `/crm/2fa/reset-for-new-device/user/${userId}`, { ...context, body: { backup_code } });

/** Confirms a second factor with a first code. */
export const confirmTwoFactor = (userId: number, code: string, context: RequestContext = {}) =>
  request<{ verified: true }>('POST', `/crm/2fa/verify-setup/user/${userId}`, { ...context, body: { code } });

/** Makes new backup codes, after the password or a code; the old ones die. */
export async function regenerateBackupCodes(
  userId: number,
  proof: string,
  context: RequestContext = {},
): Promise<string[]> {
  const path = `/crm/2fa/backup-codes/regenerate/user/${userId}`;
  return (await request<{ backup_codes: string[] }>('POST', path, { ...context, body: proofOf(proof) })).backup_codes;
}

/** One's own open sessions, the present one first. */
export async function listSessions(context: RequestContext = {}): Promise<OpenSession[]> {
  return (await request<{ sessions: OpenSession[] }>('GET', '/crm/auth/sessions', context)).sessions;
}

/** Ends one of one's own sessions. */
export const endSession = (sessionId: string, context: RequestContext = {}) =>
  request<{ message: string }>('DELETE', `/crm/auth/sessions/${sessionId}`, context);

/** Ends all of one's own sessions, but for this one if it is to be kept. */
export const signOutEverywhere = (keepCurrent: boolean, context: RequestContext = {}) =>
  request<{ message: string }>('POST', '/crm/auth/logout_everywhere', {
    ...context,
    body: { keep_current: keepCurrent },
  });
