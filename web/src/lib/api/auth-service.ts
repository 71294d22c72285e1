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
  /** Where this person's work starts. */
  landing: '/customers' | '/self-care' | '/create-cell-broadcast';
}

/** Signs in; the session travels in http-only cookies. Throws `ApiError` 401 for wrong credentials, 429 when locked. */
export async function logIn(
  input: { email: string; password: string; remember: boolean },
  context: RequestContext = {},
): Promise<SessionUser> {
  const answer = await request<{ user: SessionUser }>('POST', '/crm/auth/login', {
    ...context,
    body: input,
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
