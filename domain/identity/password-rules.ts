import { DomainError } from '../errors.ts';

/** Longest password accepted, characters; longer text would only cost time. */
const maxLength = 256;

const rules: readonly (readonly [message: string, holds: (password: string) => boolean])[] = [
  ['must have at least 8 characters', (password) => [...password].length >= 8],
  [`must have at most ${maxLength} characters`, (password) => password.length <= maxLength],
  ['must contain an uppercase letter', (password) => /\p{Lu}/u.test(password)],
  ['must contain a lowercase letter', (password) => /\p{Ll}/u.test(password)],
  ['must contain a digit', (password) => /\p{Nd}/u.test(password)],
  ['must contain a special character', (password) => /[^\p{L}\p{N}\s]/u.test(password)],
];

/** What is wrong with a new password, in words; empty when it is good (AUTH-4, chapter 38). */
export const passwordFaults = (password: string): string[] => rules.filter(([, holds]) => !holds(password)).map(([message]) => message);

/** Throws `validation` on `field`, naming every rule the new password breaks. */
export function demandGoodPassword(password: string, field = 'password'): void {
  const faults = passwordFaults(password);
  if (faults.length === 0) return;
  throw new DomainError('validation', `The password ${faults.join(', ')}.`, { faults: faults.map((message) => ({ field, message })) });
}
