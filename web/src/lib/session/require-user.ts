import { redirect } from '@sveltejs/kit';
import { ApiError } from '#lib/api/api-error.ts';
import { currentUser, type SessionUser } from '#lib/api/auth-service.ts';
import type { Fetch } from '#lib/api/request.ts';
import { session } from './session.svelte.ts';
import { signInAddress } from './sign-in-address.ts';

/** Returns who is signed in, asking the API once per page life; sends everybody else to the sign-in page. */
export async function requireUser(fetch: Fetch, url: URL): Promise<SessionUser> {
  const user = await signedInUser(fetch, url);
  const first = user.must_first === null ? undefined : firstPages[user.must_first];
  if (first !== undefined && url.pathname !== first) redirect(307, first);
  return user;
}

/** Pages of what has to be done before anything else; the API refuses all else meanwhile. */
const firstPages = { change_password: '/change-password', enrol_2fa: '/set-up-two-factor' } as const;

async function signedInUser(fetch: Fetch, url: URL): Promise<SessionUser> {
  if (session.user) return session.user;
  try {
    const user = await currentUser({ fetch });
    session.set(user);
    return user;
  } catch (cause) {
    if (cause instanceof ApiError && (cause.status === 401 || cause.status === 403)) redirect(307, signInAddress(url));
    throw cause;
  }
}
