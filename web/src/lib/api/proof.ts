/** What was typed to show who one is: six digits are a code of the authenticator app, all else is the password. */
export const proofOf = (typed: string): { password: string } | { code: string } =>
  /^\s*\d{3}\s?\d{3}\s*$/.test(typed) ? { code: typed.trim() } : { password: typed };
