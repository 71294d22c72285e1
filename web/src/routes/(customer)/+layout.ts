import { redirect } from '@sveltejs/kit';
import type { LayoutLoad } from './$types';
import { requireUser } from '#lib/session/require-user.ts';

/** Self-care pages belong to customers' own users. */
export const load: LayoutLoad = async ({ fetch, url }) => {
  const user = await requireUser(fetch, url);
  if (user.customer_id === null) redirect(307, user.landing);
  return { customerId: user.customer_id };
};
