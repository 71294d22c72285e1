const refusals: Record<string, string> = {
  unknown: 'No account here has the e-mail address that the provider gave. Ask your administrator to invite you.',
  unverified: 'The provider has not confirmed your e-mail address, so it cannot tell us who you are.',
  unconfirmed:
    'Confirm the e-mail address of your account here first: sign in with your password, or open the link in your welcome mail.',
  closed: 'This customer account is closed. Contact us to have it opened again.',
  cancelled: 'Signing in with the provider was cancelled.',
  stale: 'Signing in took too long or was begun in another window. Try again.',
  failed: 'The provider could not be asked who you are. Try again, or sign in with your password.',
};

/** What to tell somebody whom another provider could not sign in; undefined when nothing was refused. */
export const providerRefusal = (code: string | null): string | undefined =>
  code === null ? undefined : (refusals[code] ?? refusals.failed);

/** The user whose code is asked for after another provider's sign-in. */
export const codeUser = (text: string | null): number | undefined =>
  text !== null && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
