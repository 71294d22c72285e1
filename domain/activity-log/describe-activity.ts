import { plainValue, wordsOf } from './plain-words.ts';
import { describeSecurity } from './describe-security.ts';

/** What a sentence about an entry is made of. */
export interface Told {
  category: string;
  action: string;
  entity_kind: string;
  entity_id: string | null;
  entity_label: string | null;
  actor_kind: string;
  actor_name: string;
  impersonator_name: string | null;
  provision_id?: number | null;
  /** True when people did something with their own account. */
  ownAccount?: boolean;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  details: Record<string, unknown> | null;
  /** What people call a column; its plain words when left out. */
  wordFor?: (column: string) => string;
}

const nouns: Readonly<Record<string, string>> = { inventory: 'item', inventory_template: 'inventory template', user: 'account', api_key: 'API key' };

/** One entry as a sentence, e.g. “Jane Doe changed the status from Open to Suspended”. */
export function describeActivity(entry: Told): string {
  const did = entry.category === 'note' ? `noted: “${String(entry.details?.['text'] ?? '')}”` : didWhat(entry);
  return `${whoDid(entry)} ${did}`;
}

/** Who did it; somebody who acts for another is named first. */
export function whoDid({ actor_kind, actor_name, impersonator_name, entity_label }: Told): string {
  // A job's name says already who ordered it, and in whose place.
  if (actor_kind === 'play' || actor_kind === 'workflow') return actor_name.includes(', ') ? `${actor_name},` : actor_name;
  if (impersonator_name !== null) return `${impersonator_name}, as ${actor_name},`;
  if (actor_kind === 'anonymous') return entity_label ?? 'Somebody';
  return actor_name;
}

function didWhat(entry: Told): string {
  if (entry.entity_kind === 'job') return jobWords(entry);
  if (entry.entity_kind === 'terms' && entry.action === 'created') return `accepted the terms of ${plainValue(entry.after?.['product_id'])}`;
  const own = ['created', 'changed', 'deleted'].includes(entry.action);
  if (!own) return describeSecurity(entry);
  if (entry.action === 'created') return `added ${thing(entry)}`;
  if (entry.action === 'deleted') return `removed ${thing(entry)}`;
  return handedOver(entry) ?? changeWords(entry);
}

/** The record with its name: the service “Gold”. */
function thing({ entity_kind, entity_label, entity_id }: Told): string {
  const noun = nouns[entity_kind] ?? entity_kind.replaceAll('_', ' ');
  return entity_label === null ? `the ${noun}${entity_id === null ? '' : ` ${entity_id}`}` : `the ${noun} “${entity_label}”`;
}

/** An item that went to a customer or service, or came back; its state and date follow from that. */
function handedOver(entry: Told): string | undefined {
  if (entry.entity_kind !== 'inventory') return undefined;
  const { before, after } = entry;
  const holder = (values: Told['before']): unknown => values?.['service_id'] ?? values?.['customer_id'];
  const [was, became] = [holder(before), holder(after)];
  if (isEmpty(was) === isEmpty(became)) return undefined;
  return isEmpty(was) ? `gave ${thing(entry)} to ${plainValue(became)}` : `took ${thing(entry)} back from ${plainValue(was)}`;
}

/** Most columns whose values fit into one sentence. */
const fewColumns = 2;

function changeWords(entry: Told): string {
  const columns = Object.keys(entry.after ?? {});
  const of = entry.entity_kind === 'customer' ? '' : ` of ${thing(entry)}`;
  const name = (column: string): string => entry.wordFor?.(column) ?? wordsOf(column, entry.entity_kind);
  if (columns.length === 0) return `changed ${thing(entry)}`;
  if (columns.length > fewColumns) {
    const listed = columns.slice(0, 4).map(name).join(', ');
    return `changed ${columns.length} fields${of}: ${listed}${columns.length > 4 ? ', …' : ''}`;
  }
  const [first = '', second] = columns.map((column) => oneChange(name(column), entry.before?.[column], entry.after?.[column], of));
  return second === undefined ? first : `${first} and ${second}`;
}

function oneChange(name: string, was: unknown, became: unknown, of: string): string {
  if (became === '(secret)' || was === '(secret)') return `changed the ${name}${of}`;
  if (isEmpty(was)) return `set the ${name}${of} to ${plainValue(became)}`;
  if (isEmpty(became)) return `cleared the ${name}${of}, which was ${plainValue(was)}`;
  return `changed the ${name}${of} from ${plainValue(was)} to ${plainValue(became)}`;
}

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '';

function jobWords(entry: Told): string {
  const { action, entity_id, after, actor_kind, provision_id } = entry;
  const status = after?.['provisioning_status'];
  const reason = typeof after?.['reason'] === 'string' ? `: ${after['reason']}` : '';
  if ((actor_kind === 'play' || actor_kind === 'workflow') && String(provision_id) === entity_id) return ownWords(entry, status, reason);
  if (action === 'created')
    return `ordered job ${entity_id}${typeof after?.['action'] === 'string' && after['action'] === 'deprovision' ? ' to end a service' : ''}`;
  if (status === 0) return `finished job ${entity_id}`;
  if (status === 1) return `started job ${entity_id} again`;
  if (status === 2) return `ended job ${entity_id} without success${reason}`;
  return `changed job ${entity_id}`;
}

/** What a job tells of itself. */
function ownWords({ after, action }: Told, status: unknown, reason: string): string {
  if (action === 'deleted') return 'was removed';
  if (status === 0) return 'succeeded';
  if (status === 1) return 'was started again';
  if (status === 2) return `ended without success${reason}`;
  const service = after?.['service_id'];
  return isEmpty(service) ? 'changed' : `is for the service “${plainValue(service)}”`;
}
