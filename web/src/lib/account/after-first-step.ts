import { goto } from '$app/navigation';
import { currentUser } from '#lib/api/auth-service.ts';
import { session } from '#lib/session/session.svelte.ts';

/** Asks anew who is signed in, after something that had to be done first was done, and goes to where their work starts. */
export async function goOnAfterFirstStep(): Promise<void> {
  const user = await currentUser();
  session.set(user);
  await goto(user.landing, { replace: true });
}

/** Asks anew who is signed in. */
export async function refreshUser(): Promise<void> {
  session.set(await currentUser());
}
