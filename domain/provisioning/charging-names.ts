import type { EntityManager } from '@mikro-orm/postgresql';
import type { Variables } from './merge-variables.ts';

/** What is known of a job's accounts in the charging system before looking there. */
export interface AccountClues {
  /** Names that may be accounts of this job: its services', and those its play computed or asked for. */
  candidates: string[];
  /** Part of a name that nobody else's accounts have, where the job names any. */
  marker: string | undefined;
}

/** Requests of a play to the charging system that make an account, and that remove one. */
const makes = /SetAccount$|AddBalance$|SetBalance$/i;
const removes = /RemoveAccount$/i;

/** A request to the charging system, as a recorded task shows it. */
interface AccountRequest {
  method: string;
  account: string;
}

/** Accounts that a play's finished tasks made and did not remove again, from their recorded requests in order. */
export function accountsMade(requests: readonly AccountRequest[]): string[] {
  const made = new Set<string>();
  for (const { method, account } of requests) {
    if (makes.test(method)) made.add(account);
    else if (removes.test(method)) made.delete(account);
  }
  return [...made];
}

/** The charging requests in a task's stored result; Ansible keeps a module's arguments under `invocation`. */
export function accountRequests(result: unknown): AccountRequest[] {
  if (typeof result !== 'object' || result === null) return [];
  const { invocation, results } = result as { invocation?: { module_args?: { body?: unknown } }; results?: unknown };
  const own = requestIn(invocation?.module_args?.body);
  const items = Array.isArray(results) ? results.flatMap(accountRequests) : [];
  return own === undefined ? items : [own, ...items];
}

function requestIn(body: unknown): AccountRequest | undefined {
  const parsed = typeof body === 'string' ? tryJson(body) : body;
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const { method, params } = parsed as { method?: unknown; params?: unknown };
  const first: unknown = Array.isArray(params) ? params[0] : undefined;
  const account = typeof first === 'object' && first !== null ? (first as { Account?: unknown }).Account : undefined;
  return typeof method === 'string' && typeof account === 'string' && account !== '' ? { method, account } : undefined;
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Part of the job's uuid by which plays name what they make (chapter 15: `Service_{{ uuid[0:8] }}`). */
export const accountMarker = (uuid: string): string => uuid.slice(0, 8);

/** Every text among recorded facts that carries the marker, and whatever is called `service_uuid`. */
export function namesInFacts(facts: Variables, marker: string): string[] {
  const own = typeof facts['service_uuid'] === 'string' ? [facts['service_uuid']] : [];
  const marked = Object.values(facts).filter((value): value is string => typeof value === 'string' && value.includes(marker) && /^[\w.:-]{1,150}$/.test(value));
  return [...own, ...marked];
}

/** Of these account names, those that belong to a service which another job made: never to be touched. */
export async function ownedByOthers(em: EntityManager, provisionId: number, names: readonly string[]): Promise<Set<string>> {
  if (names.length === 0) return new Set();
  const rows = await em.execute<{ service_uuid: string }[]>(
    'select service_uuid from service where service_uuid = any(array[?]::text[]) and provision_id is distinct from ?',
    [names, provisionId],
  );
  return new Set(rows.map(({ service_uuid }) => service_uuid));
}
