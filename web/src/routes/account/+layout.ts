import type { LayoutLoad } from './$types';
import { requireUser } from '#lib/session/require-user.ts';

/** Pages about one's own account, for staff and customers alike. */
export const load: LayoutLoad = async ({ fetch, url }) => ({ user: await requireUser(fetch, url) });
