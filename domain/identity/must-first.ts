import type { Config } from '../settings/config-schema.ts';
import type { UserAccess } from './user-access.ts';

/** What somebody who is signed in has to do before anything else. */
export type MustFirst = 'change_password' | 'enrol_2fa';

/** What a user has to do first: change a password somebody else chose, then set up a second factor where the settings ask for one. Customers are never asked for one. */
export function mustFirst(
  user: Pick<UserAccess, 'force_password_change' | 'is_2fa_enabled' | 'customer_id' | 'roles'>,
  { require_2fa: asked }: Config['security'],
): MustFirst | undefined {
  if (user.force_password_change) return 'change_password';
  if (user.is_2fa_enabled || user.customer_id !== null) return undefined;
  return asked === true || (Array.isArray(asked) && asked.some((role) => user.roles.includes(role))) ? 'enrol_2fa' : undefined;
}
