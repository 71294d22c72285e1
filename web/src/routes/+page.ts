import { redirect } from '@sveltejs/kit';
import type { PageLoad } from './$types';
import { requireUser } from '#lib/session/require-user.ts';

/** Sends each person to where their work starts (customer, broadcast desk, other staff). */
export const load: PageLoad = async ({ fetch, url }) => {
  const user = await requireUser(fetch, url);
  redirect(307, user.landing);
};
