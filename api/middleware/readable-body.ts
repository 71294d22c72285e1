import { isUtf8 } from 'node:buffer';
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { invalid } from '../../domain/errors.ts';
import type { ApiEnv } from '../endpoint.ts';

/** Largest body of a route that does not say otherwise, bytes. */
const defaultBodyBytes = 1024 * 1024;

/** Deepest nesting of a JSON body; what walks through bodies recursively must not exhaust the stack. */
const deepestJson = 64;

/** Refuses bodies larger than `maxBytes` with 413; it runs after the guard, so that strangers cannot make the server read anything. */
export const limitedBody = (maxBytes: number = defaultBodyBytes): MiddlewareHandler<ApiEnv> =>
  bodyLimit({
    maxSize: maxBytes,
    onError: () => {
      throw new HTTPException(413, { message: `The body is larger than the ${maxBytes} bytes allowed here.` });
    },
  });

/** Refuses bodies that are no JSON by their content type (415), are no UTF-8 or are nested too deeply (400). */
export const readableBody: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const body = await c.req.arrayBuffer();
  if (body.byteLength > 0) {
    demandJsonType(c);
    if (!isUtf8(body)) throw invalid('body', 'body: is not valid UTF-8.');
    if (isTooDeep(new Uint8Array(body))) throw invalid('body', `body: is nested deeper than ${deepestJson} levels.`);
  }
  await next();
};

function demandJsonType(c: Context): void {
  const type = c.req.header('content-type') ?? '';
  if (!/^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(type))
    throw new HTTPException(415, { message: 'The body must be sent as Content-Type: application/json.' });
}

const [quote, backslash] = [0x22, 0x5c];
const opening = new Set([0x5b, 0x7b]);
const closing = new Set([0x5d, 0x7d]);

/** Whether brackets outside of strings are nested too deeply; one pass over the bytes, because bodies may be hostile. */
function isTooDeep(json: Uint8Array): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at] ?? 0;
    if (inString && byte === backslash) at += 1;
    else if (byte === quote) inString = !inString;
    else if (inString) continue;
    else if (opening.has(byte)) depth += 1;
    else if (closing.has(byte)) depth -= 1;
    if (depth > deepestJson) return true;
  }
  return false;
}
