import { forbidden } from '../errors.ts';
import type { Principal } from './principal.ts';

/**
 * The account and session of somebody who is signed in as themselves: what concerns the safety of an account is not for
 * keys, plays, or staff who act for somebody else. Throws `forbidden`, also when `userId` names another account.
 */
export function demandOwnAccount({ kind, userId: own, sessionId, impersonatorId }: Principal, userId?: number): { userId: number; sessionId: string } {
  if (kind !== 'user' || own === null || sessionId === undefined) throw forbidden('Only a person who is signed in can do this, for their own account.');
  if (impersonatorId !== undefined) throw forbidden('This cannot be done while you act for somebody else.');
  if (userId !== undefined && userId !== own) throw forbidden('This can be done for your own account only.');
  return { userId: own, sessionId };
}
