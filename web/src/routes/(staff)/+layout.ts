import { redirect } from '@sveltejs/kit';
import type { LayoutLoad } from './$types';
import { staffLinks } from '#lib/api/links-service.ts';
import { requireUser } from '#lib/session/require-user.ts';

/** Staff pages: a customer's own user belongs to self-care. */
export const load: LayoutLoad = async ({ fetch, url }) => {
  const user = await requireUser(fetch, url);
  if (user.landing === '/self-care') redirect(307, user.landing);
  // Nothing waits for them, and nothing fails with them.
  return { shellLinks: staffLinks({ fetch }).catch(() => ({ web_apps: [], grafana: [] })) };
};
