import { DomainError, forbidden } from '../errors.ts';
import type { MustFirst } from './must-first.ts';
import type { PermissionName } from './permissions.ts';

/** Who asks, as every rule sees it; made once per request by the API's authentication. */
export interface Principal {
  kind: 'anonymous' | 'user' | 'api_key' | 'ip' | 'play' | 'system';
  /** User behind the request; keys and addresses act as the first administrator (chapter 18). */
  userId: number | null;
  /** Name for people: e-mail address, key description, address. */
  label: string;
  /** Tenant: only this customer's records exist for the principal; null sees all. */
  customerId: number | null;
  roles: readonly string[];
  permissions: ReadonlySet<string>;
  /** Set for a play: the job it belongs to and its fencing token. */
  play?: { provisionId: number; attempt: number };
  /** Session (refresh-token family) of a signed-in user. */
  sessionId?: string;
  /** What a signed-in user has to do before anything else. */
  mustFirst?: MustFirst;
  /** Set while a member of staff acts as somebody else. */
  impersonatorId?: number;
  /** E-mail address of that member of staff. */
  impersonatorLabel?: string;
  /** Set for a key of the database. */
  apiKeyId?: number;
}

/** Permission a route or rule asks for; `own` is what opens it to a customer's user for its own records. */
export interface Policy {
  permission: PermissionName;
  own?: PermissionName;
}

/** True when the principal holds the permission; `admin` holds all. A tenant's rights end at its own customer, see `scope.ts`. */
export const holds = (principal: Principal, permission: PermissionName): boolean => principal.permissions.has('admin') || principal.permissions.has(permission);

/** True when the policy lets the principal in at all. */
export const satisfies = (principal: Principal, policy: Policy): boolean =>
  holds(principal, policy.permission) || (policy.own !== undefined && principal.customerId !== null && principal.permissions.has(policy.own));

/** Throws `forbidden` unless the policy lets the principal in. */
export function demand(principal: Principal, policy: Policy): void {
  if (!satisfies(principal, policy)) throw forbidden(`This needs the permission ${policy.permission}.`);
}

const firstSteps: Record<MustFirst, string> = {
  change_password: 'Change your password first.',
  enrol_2fa: 'Set up two-factor authentication first.',
};

/** Throws `forbidden` while somebody has to change a password or set up a second factor before anything else. */
export function demandSetUp({ mustFirst }: Principal): void {
  if (mustFirst !== undefined) throw new DomainError('forbidden', firstSteps[mustFirst], { field: mustFirst });
}

/** Somebody who gave no credentials: may use public routes only. */
export const anonymous: Principal = { kind: 'anonymous', userId: null, label: 'anonymous', customerId: null, roles: [], permissions: new Set() };

/** A part of the system itself, such as a set-up script: may do everything, in nobody's name. */
export const systemPrincipal = (label: string): Principal => ({
  kind: 'system',
  userId: null,
  label,
  customerId: null,
  roles: [],
  permissions: new Set(['admin']),
});
