import type { EntityMetadata, EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { auditedTables, type AuditedTable, exemptTables } from './audited-tables.ts';

/** A table with its trigger's arguments, in the order `audit_change()` reads them. */
interface Plan {
  table: string;
  args: readonly string[];
  onlyOwnedAreNew: boolean;
}

/**
 * Puts the audit triggers on every table that is to have them, and leaves alone those that have theirs already; run as
 * the owner of the tables after every migration. A table with a `customer_id` that nobody listed is audited all the same.
 */
export async function installAudit(orm: MikroORM): Promise<void> {
  await orm.em.fork().transactional(async (em) => {
    const known = await em.execute<{ table: string; plan: string | null }[]>(
      `select c.relname as table, obj_description(t.oid, 'pg_trigger') as plan
         from pg_trigger t join pg_class c on c.oid = t.tgrelid where t.tgname = 'audit_changed'`,
    );
    const present = new Map(known.map(({ table, plan }) => [table, plan]));
    for (const plan of auditPlans(orm)) if (present.get(plan.table) !== JSON.stringify(plan)) await install(em, plan);
  });
}

/** The tables to be audited: those listed, and whatever entity has a `customer_id` and is not exempt. */
export function auditPlans(orm: MikroORM): Plan[] {
  return [...orm.getMetadata().getAll().values()].flatMap((meta) => {
    const table = meta.tableName;
    if (table === undefined || table in exemptTables || meta.pivotTable) return [];
    const listed: AuditedTable | undefined = auditedTables[table];
    if (listed === undefined && !('customer_id' in meta.properties)) return [];
    return [plan(meta, table, listed ?? { kind: table.replace(/^customer_/, ''), label: [] })];
  });
}

function plan(meta: EntityMetadata, table: string, { kind, label, secret = [], ignored = [], onlyOwnedAreNew = false }: AuditedTable): Plan {
  const hidden = Object.values(meta.properties).filter((property) => property.hidden === true);
  const secrets = [...secret, ...hidden.map(columnOf)];
  const key = meta.primaryKeys.map((name) => meta.properties[name]).map((property) => (property === undefined ? 'id' : columnOf(property)))[0] ?? 'id';
  return { table, args: [kind, key, array(label), array(secrets), array(['created', 'last_modified', ...ignored])], onlyOwnedAreNew };
}

const columnOf = ({ fieldNames, name }: { fieldNames?: string[]; name: string }): string => fieldNames?.[0] ?? name;
const array = (words: readonly string[]): string => `{${[...new Set(words)].join(',')}}`;

async function install(em: EntityManager, target: Plan): Promise<void> {
  const run = `for each row %s execute function audit_change(${target.args.map(literal).join(', ')})`;
  const on = (events: string, when = ''): string => `${events} on "${target.table}" ${run.replace('%s', when)}`;
  const owned = target.onlyOwnedAreNew ? 'when (new.customer_id is not null)' : '';
  await em.execute(`create or replace trigger audit_changed after ${on('update or delete')}`);
  await em.execute(`create or replace trigger audit_created after ${on('insert', owned)}`);
  await em.execute(`comment on trigger audit_changed on "${target.table}" is ${literal(JSON.stringify(target))}`);
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
