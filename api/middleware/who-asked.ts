import type { Context } from 'hono';
import type { Ctx } from '../../domain/context.ts';
import type { ApiEnv } from '../endpoint.ts';

/** Who asked, by numbers alone, for log lines and spans; keys that do not apply are left out. */
export interface WhoAsked {
  caller: string;
  /** The user in whose name it was done. */
  userId?: number;
  /** The member of staff who acted for that user. */
  impersonatorId?: number;
  apiKeyId?: number;
  provisionId?: number;
}

/** Says who asked, once the route's guard has found it out; undefined for a request that never came that far. */
export function whoAsked(c: Context<ApiEnv>): WhoAsked | undefined {
  const ctx = c.get('ctx') as Ctx | undefined;
  if (ctx === undefined) return undefined;
  const { kind, userId, impersonatorId, apiKeyId, play } = ctx.principal;
  // Keys and addresses borrow the first administrator's number, who has nothing to do with it.
  const isPerson = userId !== null && kind !== 'api_key' && kind !== 'ip';
  return {
    caller: kind,
    ...(isPerson ? { userId } : {}),
    ...(impersonatorId === undefined ? {} : { impersonatorId }),
    ...(apiKeyId === undefined ? {} : { apiKeyId }),
    ...(play === undefined ? {} : { provisionId: play.provisionId }),
  };
}
