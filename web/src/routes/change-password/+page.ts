import { redirect } from '@sveltejs/kit';
import type { PageLoad } from './$types';
import { requireUser } from '#lib/session/require-user.ts';

/** For those who must change their password; everybody else does it under “Account security”. */
export const load: PageLoad = async ({ fetch, url }) => {
  const user = await requireUser(fetch, url);
  if (user.must_first !== 'change_password') redirect(307, '/account/security');
};
