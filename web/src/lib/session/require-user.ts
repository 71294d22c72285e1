import { redirect } from '@sveltejs/kit';
import { ApiError } from '#lib/api/api-error.ts';
import { currentUser, type SessionUser } from '#lib/api/auth-service.ts';
import type { Fetch } from '#lib/api/request.ts';
import { session } from './session.svelte.ts';
import { signInAddress } from './sign-in-address.ts';

/** Returns who is signed in, asking the API once per page life; sends everybody else to the sign-in page. */
export async function requireUser(fetch: Fetch, url: URL): Promise<SessionUser> {
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
