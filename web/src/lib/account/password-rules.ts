/** What a new password must have, in words, and whether it has it; the API decides in the end. */
export const passwordRules: readonly { label: string; holds: (password: string) => boolean }[] = [
  { label: 'At least 8 characters', holds: (password) => [...password].length >= 8 },
  { label: 'An uppercase letter', holds: (password) => /\p{Lu}/u.test(password) },
  { label: 'A lowercase letter', holds: (password) => /\p{Ll}/u.test(password) },
  { label: 'A digit', holds: (password) => /\p{Nd}/u.test(password) },
  { label: 'A special character', holds: (password) => /[^\p{L}\p{N}\s]/u.test(password) },
];

/** What is wrong with a new password and its repetition, by field. */
export function newPasswordErrors(password: string, repeated: string): Record<string, string> {
  const missing = passwordRules.filter(({ holds }) => !holds(password));
  if (missing.length > 0) return { new_password: 'The password does not meet all the rules below.' };
  return password === repeated ? {} : { repeated: 'The two passwords are not the same.' };
}
