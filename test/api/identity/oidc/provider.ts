import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** Somebody with an account at the provider. */
export interface Person {
  email?: string;
  email_verified?: boolean;
}

/** A real OpenID provider on a port of this machine; its people sign in without being asked. */
export interface RunningProvider {
  issuer: string;
  people: Map<string, Person>;
  /** Who is signing in, by subject; null refuses. */
  signIn: string | null;
  close(): Promise<void>;
}

export const clientId = 'linewright';
export const clientSecret = 'a-client-secret-of-the-tests';

/** Starts the provider; `callback` is where it may send browsers back to. */
export async function startProvider(callback: string): Promise<RunningProvider> {
  const { createServer } = await import('node:http');
  const server: Server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const running: RunningProvider = { issuer, people: new Map(), signIn: null, close: () => new Promise((closed) => server.close(() => closed())) };
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [callback], token_endpoint_auth_method: 'client_secret_post' }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub, ...running.people.get(sub) }) }),
  });
  const oidc = provider.callback();
  async function handle(...[request, response]: Parameters<typeof oidc>): Promise<void> {
    if (!request.url?.startsWith('/interaction/')) return oidc(request, response);
    const { prompt, params } = await provider.interactionDetails(request, response);
    if (running.signIn === null) return provider.interactionFinished(request, response, { error: 'access_denied' }, { mergeWithLastSubmission: false });
    const grant = new provider.Grant({ accountId: running.signIn, clientId: String(params['client_id']) });
    grant.addOIDCScope('openid email profile');
    const done = prompt.name === 'login' ? { login: { accountId: running.signIn } } : { consent: { grantId: await grant.save() } };
    return provider.interactionFinished(request, response, done, { mergeWithLastSubmission: true });
  }
  return running;
}

/** Follows the provider's pages as a browser does, until it leaves for `until`; answers that address. */
export async function browse(start: string, until: string): Promise<string> {
  const jar = new Map<string, string>();
  let address = start;
  for (let hop = 0; hop < 12; hop += 1) {
    if (address.startsWith(until)) return address;
    const response = await fetch(address, { redirect: 'manual', headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') } });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`${address} answered ${response.status} ${await response.text()}`);
    address = new URL(location, address).href;
  }
  throw new Error(`no way from ${start} to ${until}`);
}
