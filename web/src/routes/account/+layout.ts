import type { LayoutLoad } from './$types';
import { staffLinks } from '#lib/api/links-service.ts';
import { requireUser } from '#lib/session/require-user.ts';

/** Pages about one's own account, for staff and customers alike. */
export const load: LayoutLoad = async ({ fetch, url }) => {
  const user = await requireUser(fetch, url);
  const isStaff = user.customer_id === null;
  // Nothing waits for them, and nothing fails with them.
  return { user, shellLinks: isStaff ? staffLinks({ fetch }).catch(() => ({ web_apps: [], grafana: [] })) : undefined };
};
