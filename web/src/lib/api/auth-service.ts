import { request, type RequestContext } from './request.ts';

/** The signed-in person as the API describes them; `permissions` are the effective ones. */
export interface SessionUser {
  id: number;
  username: string;
  email: string;
  first_name: string;
  last_name: string;
  roles: string[];
  permissions: string[];
  /** Set for a customer's own user. */
  customer_id: number | null;
  email_verified: boolean;
  /** New address that is not confirmed yet. */
  pending_email: string | null;
  is_2fa_enabled: boolean;
  /** Null without a second factor. */
  backup_codes_left: number | null;
  /** What this person has to do before anything else. */
  must_first: 'change_password' | 'enrol_2fa' | null;
  /** Where this person's work starts. */
  landing: '/customers' | '/self-care' | '/create-cell-broadcast';
}

/** Signed in, or asked for a code first; what allows to send it travels in a cookie. */
export type LogInAnswer = { user: SessionUser } | { two_factor_required: true; user_id: number };

/** Signs in; the session travels in http-only cookies. Throws `ApiError` 401 for wrong credentials, 429 when locked. */
export function logIn(
  input: { email: string; password: string; remember: boolean },
  context: RequestContext = {},
): Promise<LogInAnswer> {
  return request<LogInAnswer>('POST', '/crm/auth/login', { ...context, body: input, anonymous: true });
}

/** Finishes a sign-in with a code of the authenticator app or a backup code. Throws `ApiError` 401 for a wrong one. */
export async function sendCode(userId: number, code: string, context: RequestContext = {}): Promise<SessionUser> {
  const answer = await request<{ user: SessionUser }>('POST', `/crm/2fa/verify/user/${userId}`, {
    ...context,
    body: { code },
    anonymous: true,
  });
  return answer.user;
}

/** Returns who is signed in. Throws `ApiError` 401 when nobody is. */
export function currentUser(context: RequestContext = {}): Promise<SessionUser> {
  return request<SessionUser>('GET', '/crm/auth/me', context);
}

/** Ends the session on this device. */
export async function logOut(context: RequestContext = {}): Promise<void> {
  await request('POST', '/crm/auth/logout', { ...context, body: {}, anonymous: true });
}

/** A provider people may sign in with. */
export interface LoginProvider {
  id: string;
  label: string;
}

/** The providers that are enabled; none when the API does not say. */
export async function loginProviders(context: RequestContext = {}): Promise<LoginProvider[]> {
  const answer = await request<{ providers: LoginProvider[] }>('GET', '/crm/auth/providers', {
    ...context,
    anonymous: true,
  });
  return answer.providers;
}
