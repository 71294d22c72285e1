import type { RoutePolicy } from '../../../../api/endpoint.ts';

/** Who asks, as far as the outcome depends on it. */
export interface Asker {
  /** False for somebody without credentials, or with ones that are no longer good. */
  known: boolean;
  permissions: ReadonlySet<string>;
  /** Acts for one customer alone. */
  tenant: boolean;
}

export type Outcome = 'unauthorized' | 'forbidden' | 'let in';

/**
 * What a route’s policy promises an asker; the one place where the access tests say so. Written apart from the
 * application’s own guard, so that a fault in that one shows.
 */
export function expectedOutcome(policy: RoutePolicy, { known, permissions, tenant }: Asker): Outcome {
  if (policy === 'public') return 'let in';
  if (!known) return 'unauthorized';
  if (typeof policy === 'string') return 'let in';
  if (permissions.has('admin') || permissions.has(policy.permission)) return 'let in';
  return tenant && policy.own !== undefined && permissions.has(policy.own) ? 'let in' : 'forbidden';
}

/** Status of each refusal. */
export const statusOf = { unauthorized: 401, forbidden: 403 } as const;
