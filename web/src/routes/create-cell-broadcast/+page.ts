import type { PageLoad } from './$types';
import { requireUser } from '#lib/session/require-user.ts';

/** Start page of the broadcast desk. */
export const load: PageLoad = async ({ fetch, url }) => {
  await requireUser(fetch, url);
};
