import type { EntityManager } from '@mikro-orm/postgresql';
import { Client, Connection } from '@temporalio/client';

const tablesSql = `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`;
/** Tables that record that somebody asked, not what came of it. */
const records = /^(activity|app_user|login_failure|mikro|permission|rate|refresh_token|role|user_role)/;

/** Number of rows of every table that an order could fill. */
export async function rowCounts(em: EntityManager): Promise<Record<string, number>> {
  const tables = await em.execute<{ name: string }[]>(tablesSql);
  const counts = tables.filter(({ name }) => !records.test(name)).map(({ name }) => `select '${name}' as name, count(*)::int as rows from "${name}"`);
  const rows = await em.execute<{ name: string; rows: number }[]>(counts.join(' union all '));
  return Object.fromEntries(rows.map(({ name, rows: count }) => [name, count]));
}

/** Everything that is stored in any table, as text. */
export async function everythingStored(em: EntityManager): Promise<{ place: string; text: string }[]> {
  const tables = await em.execute<{ name: string }[]>(tablesSql);
  const all = tables.map(({ name }) => `select '${name}' as place, t::text as text from "${name}" t`);
  return em.execute(all.join(' union all '));
}

/** A job's whole Temporal history, payloads decoded, of this run and of those before. */
export async function historyText(address: string, provisionId: number): Promise<string> {
  const connection = await Connection.connect({ address });
  try {
    const client = new Client({ connection });
    const history = await client.workflow.getHandle(`provision-${provisionId}`).fetchHistory();
    const texts: string[] = [];
    collect(history, texts);
    return texts.join('\n');
  } finally {
    await connection.close();
  }
}

/** All texts in a value, bytes read as UTF-8 and, where they are base64, as what that says. */
function collect(value: unknown, texts: string[]): void {
  if (typeof value === 'string') texts.push(value, Buffer.from(value, 'base64').toString('utf8'));
  else if (value instanceof Uint8Array) texts.push(Buffer.from(value).toString('utf8'));
  else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      texts.push(key);
      collect(part, texts);
    }
  }
}
