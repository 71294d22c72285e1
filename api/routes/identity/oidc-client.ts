import * as client from 'openid-client';
import type { VouchedFor } from '../../../domain/identity/oidc-log-in.ts';
import type { Config } from '../../../domain/settings/config-schema.ts';

/** What a sign-in under way is checked against when the browser comes back (RFC 9700 §2.1.1, OpenID Connect Core §3.1.2.1). */
export interface OidcAttempt {
  provider: string;
  state: string;
  nonce: string;
  verifier: string;
  /** Page of the portal to go on with. */
  next: string | null;
  /** Milliseconds since 1970. */
  endsAtMs: number;
}

/** How long somebody has at the provider, seconds, and how long a provider has to answer us. */
export const attemptSeconds = 10 * 60;
const providerSeconds = 10;

/** Speaks with the providers of the settings. */
export interface OidcClient {
  providers: { id: string; label: string }[];
  /** Begins a sign-in; undefined for a provider that is not enabled. */
  begin(provider: string, next: string | null): Promise<{ attempt: OidcAttempt; url: URL } | undefined>;
  /** Whom the provider vouches for, with the address the browser came back to; throws when anything does not fit. */
  finish(attempt: OidcAttempt, query: URLSearchParams): Promise<VouchedFor>;
}

/** Makes the client; a provider's addresses are asked for at its first sign-in and kept. */
export function createOidcClient({ login_providers: settings, web, environment }: Pick<Config, 'login_providers' | 'web' | 'environment'>): OidcClient {
  const known = new Map<string, Promise<client.Configuration>>();
  const redirectUri = (id: string): string => `${web.public_url}/auth/oidc/${id}/callback`;
  const discover = (id: string): Promise<client.Configuration> => {
    const provider = settings[id];
    if (provider === undefined) throw new Error(`${id} is not in login_providers.`);
    const { issuer, client_id: clientId, client_secret: secret } = provider;
    const kept =
      known.get(id) ??
      client.discovery(new URL(issuer), clientId, undefined, secret === undefined ? client.None() : client.ClientSecretPost(secret), {
        timeout: providerSeconds,
        // A provider on the developer's own machine has no certificate.
        ...(environment === 'local' ? { execute: [client.allowInsecureRequests] } : {}),
      });
    known.set(id, kept);
    kept.catch(() => known.delete(id));
    return kept;
  };
  return {
    providers: Object.entries(settings).map(([id, { label }]) => ({ id, label })),
    async begin(provider, next) {
      const chosen = Object.hasOwn(settings, provider) ? settings[provider] : undefined;
      if (chosen === undefined) return undefined;
      const verifier = client.randomPKCECodeVerifier();
      const attempt: OidcAttempt = {
        provider,
        next,
        verifier,
        state: client.randomState(),
        nonce: client.randomNonce(),
        endsAtMs: Date.now() + attemptSeconds * 1000,
      };
      const url = client.buildAuthorizationUrl(await discover(provider), {
        redirect_uri: redirectUri(provider),
        scope: chosen.scopes,
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      return { attempt, url };
    },
    async finish({ provider, state, nonce, verifier }, query) {
      const configuration = await discover(provider);
      const current = new URL(`${redirectUri(provider)}?${query}`);
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
      const tokens = await client.authorizationCodeGrant(configuration, current, checks);
      const claims = tokens.claims();
      if (claims === undefined) throw new Error('The provider sent no ID token.');
      const { email, email_verified } = claims.email === undefined ? await client.fetchUserInfo(configuration, tokens.access_token, claims.sub) : claims;
      return {
        provider,
        issuer: claims.iss,
        subject: claims.sub,
        email: typeof email === 'string' ? email : undefined,
        emailVerified: email_verified === true || email_verified === 'true',
      };
    },
  };
}
