import { z } from '@hono/zod-openapi';
import { id } from '../../schemas/contract.ts';

/** What answers a request that only had to be done. */
export const done = z.object({ message: z.string() });

/** An address as somebody types it to sign in: whatever the text, it is somebody's or not. */
export const typedEmail = z
  .string('must be text')
  .trim()
  .min(1, 'must not be empty')
  .max(254)
  .refine((value) => !value.includes('\u0000'), 'must not contain NUL characters');

/** A password as typed; not trimmed, and judged by the rules alone. */
export const typedPassword = z.string('must be text').min(1, 'must not be empty').max(1000);

/** Token of a mailed link. */
export const linkTokenText = z.string('must be text').trim().min(1, 'must not be empty').max(200);

/** Code of an authenticator app or a backup code, spaces and hyphens allowed. */
export const codeText = z.string('must be text').trim().min(1, 'must not be empty').max(20);

/** What shows that somebody signed in is still there: needed once signing in lies some minutes back; keys need none. */
export const proof = z.object({ password: typedPassword.optional(), code: codeText.optional() }).optional();

export const userIdParams = z.object({ user_id: id() });
