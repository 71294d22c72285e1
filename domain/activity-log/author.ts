import { AsyncLocalStorage } from 'node:async_hooks';
import type { Principal } from '../identity/principal.ts';

/** Who does what is being done, as the audit trail keeps it; keys are those of the trail's rows. */
export interface Author {
  kind: Principal['kind'] | 'workflow';
  user_id?: number | null;
  /** Name at that time: e-mail address, key's name, address, workflow. */
  label?: string;
  impersonator_id?: number;
  impersonator_label?: string;
  api_key_id?: number;
  ip?: string | null;
  user_agent?: string;
  request_id?: string;
  workflow_id?: string;
  provision_id?: number;
}

/** What the author of a request is made of; who asks may become known only after the request began. */
export interface AskedBy {
  principal: Principal;
  requestId: string;
  ip: string | null;
  userAgent?: string | undefined;
}

const current = new AsyncLocalStorage<() => Author>();

/** Runs work in somebody's name: every transaction begun in it carries the author to the audit trail. */
export const actingAs = <T>(author: () => Author, work: () => T): T => current.run(author, work);

/** In whose name this runs; undefined outside of requests and workflows, such as in scripts. */
export const currentAuthor = (): Author | undefined => current.getStore()?.();

/** The author a request stands for. A play acts in its job's name, whoever ordered it. */
export function authorOf({ principal, requestId, ip, userAgent }: AskedBy): Author {
  const { kind, userId, label, impersonatorId, impersonatorLabel, apiKeyId, play } = principal;
  return {
    kind,
    user_id: kind === 'api_key' || kind === 'ip' ? null : userId,
    label,
    ip,
    request_id: requestId,
    ...(userAgent === undefined ? {} : { user_agent: userAgent.slice(0, 400) }),
    ...(impersonatorId === undefined ? {} : { impersonator_id: impersonatorId }),
    ...(impersonatorLabel === undefined ? {} : { impersonator_label: impersonatorLabel }),
    ...(apiKeyId === undefined ? {} : { api_key_id: apiKeyId }),
    ...(play === undefined ? {} : { provision_id: play.provisionId, workflow_id: `provision-${play.provisionId}` }),
  };
}
