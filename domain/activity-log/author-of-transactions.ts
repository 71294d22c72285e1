import { currentAuthor } from './author.ts';

/** What is needed of a database connection: it runs statements, one of which begins each transaction. */
interface Connection {
  executeQuery(query: { sql: string; parameters: readonly unknown[] }): Promise<unknown>;
}

/**
 * Tells PostgreSQL, as each transaction begins, in whose name it runs; the tables' triggers write it beside every change.
 * It travels with BEGIN itself, for a round trip more would be felt by every write.
 */
export async function sendAuthors(connection: unknown): Promise<void> {
  const plain = connection as Connection;
  const execute = plain.executeQuery.bind(plain);
  plain.executeQuery = (query) => execute(begins.test(query.sql) ? withAuthor(query) : query);
}

const begins = /^(begin|start transaction)\b/;

function withAuthor<Query extends { sql: string; parameters: readonly unknown[] }>(query: Query): Query {
  const author = currentAuthor();
  if (author === undefined) return query;
  // Two statements at once take no parameters; a quote in a literal is doubled, and jsonb takes no NUL.
  const literal = JSON.stringify(author).replaceAll('\\u0000', '').replaceAll("'", "''");
  return { ...query, sql: `${query.sql}; set local linewright.actor = '${literal}'` };
}
