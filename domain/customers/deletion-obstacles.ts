import type { EntityManager } from '@mikro-orm/postgresql';
import { DomainError, type FieldFault } from '../errors.ts';

/** How many records one reason names. */
const mostNamed = 5;

interface Obstacle {
  /** What is in the way; the fault's field. */
  field: 'services' | 'jobs' | 'invoices' | 'transactions';
  one: string;
  many: string;
  /** What has to happen first. */
  remedy: string;
  /** Table that a later part of the system brings; without it there is nothing of the kind. */
  table: string;
  sql: string;
}

const obstacles: readonly Obstacle[] = [
  {
    field: 'services',
    one: 'service that has not ended',
    many: 'services that have not ended',
    remedy: 'End it first.',
    table: 'service',
    sql: `select service_name as name from service where customer_id = ? and service_status <> 'Inactive' order by service_id`,
  },
  {
    field: 'jobs',
    one: 'job under way',
    many: 'jobs under way',
    remedy: 'Wait for it, or cancel it first.',
    table: 'provision',
    sql: `select 'no. ' || provision_id as name from provision where customer_id = ? and provisioning_status = 1 order by provision_id`,
  },
  {
    field: 'invoices',
    one: 'unpaid invoice',
    many: 'unpaid invoices',
    remedy: 'Have it paid or void it first.',
    table: 'customer_invoice',
    sql: `select 'no. ' || invoice_id as name from customer_invoice where customer_id = ? and not paid and not void order by invoice_id`,
  },
  {
    field: 'transactions',
    one: 'transaction that is not invoiced',
    many: 'transactions that are not invoiced',
    remedy: 'Invoice or void it first.',
    table: 'customer_transaction',
    sql: `select title as name from customer_transaction where customer_id = ? and invoice_id is null and not void order by transaction_id`,
  },
];

/** Throws `precondition` naming every reason why the customer cannot be archived (CUS-3). */
export async function demandNoObstacles(em: EntityManager, customerId: number): Promise<void> {
  const faults: FieldFault[] = [];
  for (const obstacle of obstacles) {
    const names = await namesOf(em, obstacle, customerId);
    if (names.length > 0) faults.push({ field: obstacle.field, message: reason(obstacle, names) });
  }
  if (faults.length === 0) return;
  throw new DomainError('precondition', `This customer cannot be deleted. ${faults.map(({ message }) => message).join(' ')}`, { faults });
}

async function namesOf(em: EntityManager, { table, sql }: Obstacle, customerId: number): Promise<string[]> {
  const [found] = await em.execute<{ known: boolean }[]>(`select to_regclass(?) is not null as known`, [table]);
  if (found?.known !== true) return [];
  return (await em.execute<{ name: string }[]>(sql, [customerId])).map(({ name }) => name);
}

function reason({ one, many, remedy }: Obstacle, names: readonly string[]): string {
  const rest = names.length - mostNamed;
  const named = names.slice(0, mostNamed).map((name) => `“${name}”`);
  const count = names.length === 1 ? `There is one ${one}` : `There are ${names.length} ${many}`;
  const fitting = names.length === 1 ? remedy : remedy.replace(/\bit\b/g, 'them');
  return `${count}: ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}. ${fitting}`;
}
