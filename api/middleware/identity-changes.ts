import pg from 'pg';
import { createPrincipalCache, type PrincipalCache } from './principal-cache.ts';

/** A cache of principals that hears of changes of users, roles and sessions from every process on the database. */
export interface WatchedPrincipals {
  principals: PrincipalCache;
  /** True while word of changes arrives. */
  listening: () => boolean;
  close(): Promise<void>;
}

/** Pause before a lost connection is opened again, milliseconds. */
const retryMs = 1000;

/** Remembers principals while it hears PostgreSQL's `identity` notifications; without its connection every request looks them up. */
export function watchPrincipals(connectionString: string, looked?: (hit: boolean) => void): WatchedPrincipals {
  let client: pg.Client | undefined;
  let listening = false;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;
  const principals = createPrincipalCache(() => listening, Date.now, looked);

  const lost = (lostClient: pg.Client): void => {
    if (client !== lostClient || closed) return;
    client = undefined;
    listening = false;
    principals.forget();
    lostClient.end().catch(() => undefined);
    retry = setTimeout(connect, retryMs);
    retry.unref();
  };
  const connect = (): void => {
    const fresh = new pg.Client({ connectionString, keepAlive: true, application_name: 'linewright identity changes' });
    client = fresh;
    fresh.on('notification', () => principals.forget());
    fresh.on('error', () => lost(fresh));
    fresh.on('end', () => lost(fresh));
    fresh
      .connect()
      .then(() => fresh.query('listen identity'))
      .then(
        () => {
          principals.forget();
          listening = client === fresh;
        },
        () => lost(fresh),
      );
  };
  connect();
  return {
    principals,
    listening: () => listening,
    async close() {
      closed = true;
      listening = false;
      clearTimeout(retry);
      await client?.end().catch(() => undefined);
    },
  };
}
