import { hash, verify } from '@node-rs/argon2';
import { createSlots } from './slots.ts';

/** Argon2id with the memory (64 MiB, KiB here) and passes of RFC 9106, section 4; in one lane, for more would fill more cores with one sign-in. */
const cost = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };

/** Hashing fills a core and 64 MiB: two at a time leave the machine to everybody else, however many people sign in. */
const hashing = createSlots({ slots: 2, waiting: 200, refusal: 'Too many people are signing in at this moment; try again in a few seconds.' });

/** Hash of a password in PHC format (Argon2id, RFC 9106); throws `unavailable` when too many wait. */
export const hashPassword = (password: string): Promise<string> => hashing(() => hash(password.normalize('NFKC'), cost));

let decoy: Promise<string> | undefined;

/** What a stored Argon2 hash looks like; an account imported without a password has other text there. */
const isHash = (text: string | undefined): text is string => text !== undefined && /^\$argon2(?:id|i|d)\$v=\d+\$[^$]+\$[\w+/]{11,}\$[\w+/]{16,}$/.test(text);

/**
 * True when the password belongs to the hash. Without a hash, or with text that is none, it takes the same time and answers
 * false, so that nobody learns from the clock whether an account exists. Throws `unavailable` when too many wait.
 */
export async function passwordMatches(password: string, storedHash: string | undefined): Promise<boolean> {
  const spare = await (decoy ??= hash('nobody has this password', cost));
  const known = isHash(storedHash);
  const matches = await hashing(() => verify(known ? storedHash : spare, password.normalize('NFKC')));
  return matches && known;
}
