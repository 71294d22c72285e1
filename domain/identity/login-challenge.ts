import { createHash } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { unauthorized } from '../errors.ts';

/** How long somebody has for the second factor, seconds. */
export const challengeSeconds = 5 * 60;

/** A sign-in whose password was right and whose second factor is still to come. */
export interface Challenge {
  userId: number;
  remember: boolean;
  /** Changes with the password, so that a challenge dies with it. */
  passwordMark: string;
  /** Set when another provider stood in for the password. */
  provider?: string | undefined;
}

const issuer = 'linewright';
const audience = 'second-factor';
const keyOf = (secret: string): Uint8Array => new TextEncoder().encode(secret);
const payloadShape = z.object({ sub: z.string().regex(/^\d{1,10}$/), remember: z.boolean(), pwd: z.string(), provider: z.string().optional() });

/** A mark of a password's hash that tells nothing of it. */
export const markOfPassword = (passwordHash: string): string => createHash('sha256').update(passwordHash).digest('base64url').slice(0, 16);

/** Signs a challenge; it is no access token and is refused as one. */
export async function signChallenge(secret: string, { userId, remember, passwordMark, provider }: Challenge): Promise<string> {
  return new SignJWT({ remember, pwd: passwordMark, ...(provider === undefined ? {} : { provider }) })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(String(userId))
    .setExpirationTime(`${challengeSeconds} s`)
    .sign(keyOf(secret));
}

/** Reads a challenge; throws `unauthorized` when it is forged or stale. */
export async function verifyChallenge(secret: string, token: string): Promise<Challenge> {
  const refuse = (): never => {
    throw unauthorized('Too much time has passed since the password; sign in again.');
  };
  const { payload } = await jwtVerify(token, keyOf(secret), { issuer, audience, algorithms: ['HS256'], requiredClaims: ['exp'] }).catch(refuse);
  const read = payloadShape.safeParse(payload);
  if (!read.success) return refuse();
  const { sub, remember, pwd, provider } = read.data;
  return { userId: Number(sub), remember, passwordMark: pwd, provider };
}
