import { redirect } from '@sveltejs/kit';
import type { PageLoad } from './$types';
import { session } from '#lib/session/session.svelte.ts';

/** Somebody who is signed in already has no use for the form. */
export const load: PageLoad = () => {
  if (session.user) redirect(307, session.user.landing);
};
