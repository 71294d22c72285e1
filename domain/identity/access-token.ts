import { SignJWT, jwtVerify } from 'jose';
import { z } from 'zod';
import { unauthorized } from '../errors.ts';

/** Lifetime of a signed-in user's access token, seconds (AUTH-1: 15–30 minutes). */
export const accessTokenSeconds = 20 * 60;

/** What a token says about its bearer; rights are looked up at each request, so that they end at once when taken away. */
export type TokenClaims = { kind: 'user'; userId: number; sessionId: string; impersonatorId?: number } | { kind: 'play'; provisionId: number; attempt: number };

const issuer = 'linewright';
const keyOf = (secret: string): Uint8Array => new TextEncoder().encode(secret);

const wholeNumber = z.number().int().min(0);
const payloadShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('user'), sub: z.string().regex(/^\d{1,10}$/), sid: z.uuid(), act: wholeNumber.optional() }),
  z.object({ kind: z.literal('play'), provision_id: wholeNumber, attempt: wholeNumber }),
]);

/** Signs a token (JWT, HS256, RFC 7519) that is good for `lifetimeSeconds`. */
export async function signToken(secret: string, claims: TokenClaims, lifetimeSeconds: number = accessTokenSeconds): Promise<string> {
  const payload =
    claims.kind === 'user'
      ? { kind: 'user', sid: claims.sessionId, ...(claims.impersonatorId === undefined ? {} : { act: claims.impersonatorId }) }
      : { kind: 'play', provision_id: claims.provisionId, attempt: claims.attempt };
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(issuer)
    .setSubject(claims.kind === 'user' ? String(claims.userId) : `provision-${claims.provisionId}`)
    .setIssuedAt()
    .setExpirationTime(`${lifetimeSeconds} s`)
    .sign(keyOf(secret));
}

/** Reads a token; throws `unauthorized` when it is forged, stale or of another kind. */
export async function verifyToken(secret: string, token: string): Promise<TokenClaims> {
  return (await verifyTokenUntil(secret, token)).claims;
}

/** Reads a token and says when it ends, milliseconds since 1970; throws `unauthorized` as `verifyToken` does. */
export async function verifyTokenUntil(secret: string, token: string): Promise<{ claims: TokenClaims; endsAtMs: number }> {
  const refuse = (): never => {
    throw unauthorized('The access token is invalid or has expired; sign in again.');
  };
  const { payload } = await jwtVerify(token, keyOf(secret), { issuer, algorithms: ['HS256'], requiredClaims: ['exp'] }).catch(refuse);
  const read = payloadShape.safeParse(payload);
  if (!read.success) return refuse();
  return { claims: claimsOf(read.data), endsAtMs: (payload.exp ?? 0) * 1000 };
}

function claimsOf(payload: z.infer<typeof payloadShape>): TokenClaims {
  if (payload.kind === 'play') return { kind: 'play', provisionId: payload.provision_id, attempt: payload.attempt };
  return { kind: 'user', userId: Number(payload.sub), sessionId: payload.sid, ...(payload.act === undefined ? {} : { impersonatorId: payload.act }) };
}
