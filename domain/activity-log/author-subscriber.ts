import type { AbstractSqlConnection, EventSubscriber, TransactionEventArgs } from '@mikro-orm/postgresql';
import { currentAuthor } from './author.ts';

/** Tells PostgreSQL, as each transaction begins, in whose name it runs; the tables' triggers write it beside every change. */
export class AuthorSubscriber implements EventSubscriber {
  async afterTransactionStart({ em, transaction }: TransactionEventArgs): Promise<void> {
    const author = currentAuthor();
    // A savepoint is inside a transaction that has its author already.
    if (author === undefined || transaction === undefined || transaction.savepointName !== undefined) return;
    const connection = em.getConnection() as AbstractSqlConnection;
    await connection.execute(`select set_config('linewright.actor', ?, true)`, [JSON.stringify(author)], 'run', transaction);
  }
}
