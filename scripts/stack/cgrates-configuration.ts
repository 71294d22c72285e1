interface Listeners {
  http: number;
  json: number;
  gob: number;
  redis?: { port: number; password: string };
}

const internal = ['*internal'];

/** Configuration of a single CGRateS 0.10 engine with rating, accounts, sessions, CDRs and scheduler, all in one process. */
export function cgratesConfiguration({ http, json, gob, redis }: Listeners): Record<string, unknown> {
  const inRedis = { db_type: '*redis', db_host: '127.0.0.1', db_port: redis?.port, db_name: '10', db_user: '', db_password: redis?.password };
  return {
    general: { log_level: 5, node_id: 'local' },
    data_db: redis ? inRedis : { db_type: '*internal' },
    stor_db: { db_type: '*internal' },
    listen: { rpc_json: `127.0.0.1:${json}`, rpc_gob: `127.0.0.1:${gob}`, http: `127.0.0.1:${http}` },
    rals: { enabled: true, thresholds_conns: internal, stats_conns: internal },
    schedulers: { enabled: true, cdrs_conns: internal },
    cdrs: { enabled: true, rals_conns: internal, chargers_conns: internal },
    filters: { apiers_conns: internal },
    attributes: { enabled: true },
    chargers: { enabled: true, attributes_conns: internal },
    sessions: { enabled: true, listen_bijson: '', rals_conns: internal, cdrs_conns: internal, chargers_conns: internal },
    thresholds: { enabled: true, store_interval: '-1' },
    stats: { enabled: true, store_interval: '-1' },
    apiers: { enabled: true, scheduler_conns: internal, attributes_conns: internal },
  };
}
