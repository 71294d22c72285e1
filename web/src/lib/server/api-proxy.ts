import { type ClientRequest, request as httpRequest, Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { request as httpsRequest, Agent as HttpsAgent } from 'node:https';
import { Readable } from 'node:stream';

const prefixes = ['/crm', '/auth', '/2fa', '/utilities', '/oam'];
// Headers that belong to one connection and must not travel on (RFC 9110 §7.6.1).
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
]);
// A free connection is given up long before the API would close it: one that closes as it is taken up again loses a request.
const kept = { keepAlive: true, timeout: 15_000 };
const agents = { 'http:': new HttpAgent(kept), 'https:': new HttpsAgent(kept) };

/** What the proxy needs to know about an incoming request. */
export interface ProxyInput {
  request: Request;
  url: URL;
  clientAddress: string;
  /** Scheme the browser used, as a proxy in front of the portal tells it. */
  scheme: 'http' | 'https';
  apiUrl: string;
}

/** True for paths that the API answers, not the portal. */
export function belongsToApi(path: string): boolean {
  return prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
}

/**
 * Passes a request to the API and streams the answer back as it comes, so that server-sent events arrive at once.
 * An API that cannot be reached gives 502 in the API's own error shape.
 */
export function proxyToApi(input: ProxyInput): Promise<Response> {
  const target = new URL(input.url.pathname + input.url.search, input.apiUrl);
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  const outgoing = send(target, input, (error) => {
    // The API had closed the kept connection, as when it was started anew; a question may be asked again on another.
    const again = error.code === 'ECONNRESET' && outgoing.reusedSocket && isQuestion(input.request);
    resolve(again ? proxyToApi(input) : unreachable());
  });
  outgoing.on('response', (answer) => resolve(responseOf(answer)));
  if (input.request.body) {
    Readable.fromWeb(input.request.body as Parameters<typeof Readable.fromWeb>[0])
      .on('error', reject)
      .pipe(outgoing);
  } else {
    outgoing.end();
  }
  return promise;
}

function send(target: URL, input: ProxyInput, onError: (error: NodeJS.ErrnoException) => void): ClientRequest {
  const secure = target.protocol === 'https:';
  return (secure ? httpsRequest : httpRequest)(target, {
    method: input.request.method,
    headers: outgoingHeaders(input),
    agent: secure ? agents['https:'] : agents['http:'],
    signal: input.request.signal,
  }).on('error', onError);
}

const isQuestion = ({ method, body }: Request): boolean => (method === 'GET' || method === 'HEAD') && !body;

function outgoingHeaders({ request, url, clientAddress, scheme }: ProxyInput): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of request.headers) if (!hopByHop.has(name)) headers[name] = value;
  const before = headers['x-forwarded-for'];
  headers['x-forwarded-for'] = before ? `${before}, ${clientAddress}` : clientAddress;
  headers['x-forwarded-proto'] = scheme;
  headers['x-forwarded-host'] = url.host;
  return headers;
}

function responseOf(answer: IncomingMessage): Response {
  const headers = new Headers();
  for (let index = 0; index < answer.rawHeaders.length; index += 2) {
    const name = answer.rawHeaders[index] ?? '';
    if (!hopByHop.has(name.toLowerCase())) headers.append(name, answer.rawHeaders[index + 1] ?? '');
  }
  const status = answer.statusCode ?? 502;
  const bodyless = status === 204 || status === 304;
  if (bodyless) answer.resume();
  return new Response(bodyless ? null : (Readable.toWeb(answer) as ReadableStream), { status, headers });
}

function unreachable(): Response {
  const error = { code: 'unavailable', message: 'The service is not available right now. Try again in a moment.' };
  return Response.json({ error }, { status: 502, headers: { 'cache-control': 'no-store' } });
}
