import type { Principal } from '../identity/principal.ts';
import { isTenant } from '../identity/scope.ts';
import { type Columns, recordJson, type RecordJson } from '../record.ts';
import { type Change, changesOf } from './changes-of.ts';
import { describeActivity } from './describe-activity.ts';
import { wordsOf } from './plain-words.ts';
import type { RecordNames } from './record-names.ts';

/** Columns of an entry as they are shown. */
export const activityColumns = {
  activity_id: 'int',
  at: 'instant',
  category: ['change', 'security', 'note'],
  action: 'text',
  entity_kind: 'text',
  entity_id: 'text?',
  entity_label: 'text?',
  customer_id: 'int?',
  customer_name: 'text?',
  actor_kind: 'text',
  user_id: 'int?',
  user_name: 'text?',
  actor_name: 'text',
  impersonator_id: 'int?',
  impersonator_name: 'text?',
  api_key_id: 'int?',
  ip: 'text?',
  user_agent: 'text?',
  request_id: 'text?',
  workflow_id: 'text?',
  run_id: 'text?',
  provision_id: 'int?',
} as const satisfies Columns;

type Values = Record<string, unknown> | null;

/** An entry of the audit trail as the contract shows it: `summary` is its sentence, `changes` its fields as people call them, `before` and `after` the columns themselves. */
export type ActivityJson = RecordJson<typeof activityColumns> & { summary: string; changes: Change[]; before: Values; after: Values; details: Values };

/** A row with the names of the people it speaks of. */
export type ActivityRow = Omit<RecordJson<typeof activityColumns>, 'actor_name' | 'impersonator_name'> & {
  actor_label: string | null;
  impersonator_label: string | null;
  before: Values;
  after: Values;
  details: Values;
  user_name: string | null;
  impersonator_full_name: string | null;
  ordered_by: string | null;
};

/** Shows an entry with the names of the records it speaks of; a customer's user sees neither the operator's people and machines nor its costs and notes. */
export function activityJson(principal: Principal, row: ActivityRow, names: RecordNames): ActivityJson {
  const tenant = isTenant(principal);
  const own = row.user_id !== null && row.user_id === principal.userId && row.impersonator_id === null;
  const impersonator_name = row.impersonator_id === null ? null : tenant ? 'Our staff' : (row.impersonator_full_name ?? row.impersonator_label);
  const actor_name =
    tenant && !own && row.impersonator_id === null && row.actor_kind !== 'anonymous' ? ownerName(principal, row) : actorName({ ...row, impersonator_name });
  const told = {
    ...row,
    actor_name,
    impersonator_name,
    before: tenant ? forTenants(row.before) : row.before,
    after: tenant ? forTenants(row.after) : row.after,
  };
  const hidden = { ip: null, user_agent: null, request_id: null, workflow_id: null, run_id: null, api_key_id: null, impersonator_id: null, user_name: null };
  const shown = tenant && !own ? { ...told, ...hidden } : told;
  const wordFor = (column: string): string =>
    names.textLabel(row.entity_kind === 'inventory' ? row.entity_id : null, column) ?? wordsOf(column, row.entity_kind);
  const ownAccount = row.entity_kind === 'user' && row.impersonator_id === null && row.user_id !== null && row.entity_id === String(row.user_id);
  const named = { ...told, ownAccount, before: withNames(told.before, names), after: withNames(told.after, names), wordFor };
  return {
    ...recordJson(activityColumns, shown),
    summary: describeActivity(named),
    changes: changesOf(named),
    before: told.before,
    after: told.after,
    details: tenant ? null : row.details,
  };
}

const withNames = (values: Values, { valueOf }: RecordNames): Values =>
  values === null ? null : Object.fromEntries(Object.entries(values).map(([column, value]) => [column, valueOf(column, value)]));

function actorName(row: ActivityRow & { impersonator_name: string | null }): string {
  const { actor_kind, user_name, actor_label, provision_id, ordered_by, workflow_id, impersonator_name } = row;
  const job = provision_id === null ? (workflow_id ?? 'A process') : `Job ${provision_id}`;
  const orderer = user_name ?? ordered_by;
  switch (actor_kind) {
    case 'user':
      return user_name ?? actor_label ?? 'A user';
    case 'api_key':
      return `API key “${actor_label ?? ''}”`;
    case 'ip':
      return `Address ${actor_label ?? ''}`;
    case 'play':
    case 'workflow':
      if (orderer === null) return job;
      return `${job}, ordered by ${impersonator_name === null ? orderer : `${impersonator_name} as ${orderer}`}`;
    case 'database':
      return `Somebody in the database (${actor_label ?? ''})`;
    default:
      return actor_label ?? 'Linewright';
  }
}

/** Colleagues at the customer have names; everybody else is the operator. */
function ownerName(principal: Principal, row: ActivityRow): string {
  if (row.actor_kind === 'play' || row.actor_kind === 'workflow') return 'Our system';
  return row.user_id !== null && row.user_id === principal.userId ? actorName({ ...row, impersonator_name: null }) : 'Our staff';
}

/** Columns that are the operator's own business. */
const internal = /wholesale|notes?$|comment|_play$|json_vars|^ocs_|location|management_|config_|_provision_id$|initiating_user|impersonating_user|workflow_id/;

const forTenants = (values: Values): Values => (values === null ? null : Object.fromEntries(Object.entries(values).filter(([key]) => !internal.test(key))));
