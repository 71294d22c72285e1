/** Address of the sign-in page that leads back to `target` afterwards. */
export function signInAddress(target: URL, reason?: 'ended'): string {
  const parameters = new URLSearchParams();
  const back = target.pathname + target.search + target.hash;
  if (back !== '/' && target.pathname !== '/login') parameters.set('next', back);
  if (reason) parameters.set('reason', reason);
  const query = parameters.toString();
  return query ? `/login?${query}` : '/login';
}

/** Where to go after signing in: back to a page of this portal that was asked for, else the person's own start. */
export function addressAfterSignIn(next: string | null, landing: string): string {
  // "//host" and "/\host" are other sites' addresses to a browser.
  return next && /^\/(?![/\\])/.test(next) ? next : landing;
}
