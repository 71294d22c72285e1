import type { EntityManager } from '@mikro-orm/postgresql';
import { type ArpuOptions, earned, livedInMonth, monthsParams, monthsSql } from './arpu-months.ts';

/** What all customers brought in a month, and the services they had. */
export interface MonthAverage {
  month: string;
  revenue: string;
  services: number;
  arpu: string;
}

/** How long the averages are kept before they are worked out anew, minutes: they read every transaction of the months. */
const keptMinutes = 15;

/**
 * Averages by month, kept in a table for all copies of the API. Whoever finds them old works them out, one at a time;
 * the others show the old ones meanwhile.
 */
export async function readAverages(em: EntityManager, options: Pick<ArpuOptions, 'timeZone' | 'months'>): Promise<Map<string, MonthAverage>> {
  const kept = await readKept(em, options);
  if (kept.fresh) return kept.months;
  const renewed = await em.transactional(async (tx) => {
    const lock = kept.months.size === 0 ? 'pg_advisory_xact_lock' : 'pg_try_advisory_xact_lock';
    const [held] = await tx.execute<{ held: boolean | string }[]>(`select ${lock}(hashtextextended('arpu-average', 0)) as held`);
    if (held?.held === false) return undefined;
    const meanwhile = await readKept(tx, options);
    return meanwhile.fresh ? meanwhile : renew(tx, options);
  });
  return (renewed ?? kept).months;
}

interface Kept {
  months: Map<string, MonthAverage>;
  fresh: boolean;
}

async function readKept(em: EntityManager, options: Pick<ArpuOptions, 'timeZone' | 'months'>): Promise<Kept> {
  const rows = await em.execute<(MonthAverage & { fresh: boolean })[]>(
    `select m.month, a.revenue, a.services, round(a.revenue / greatest(a.services, 1), 2) as arpu,
            a.computed_at > now() - make_interval(mins => ?) as fresh
       from (${monthsSql}) m join arpu_average a on a.month = m.month and a.time_zone = ?`,
    [keptMinutes, ...monthsParams(options), options.timeZone],
  );
  return { months: new Map(rows.map((row) => [row.month, row])), fresh: rows.length === options.months && rows.every(({ fresh }) => fresh) };
}

async function renew(em: EntityManager, options: Pick<ArpuOptions, 'timeZone' | 'months'>): Promise<Kept> {
  await em.execute(
    `insert into arpu_average (month, time_zone, revenue, services, computed_at)
     select m.month, ?, r.revenue, v.services, now()
       from (${monthsSql}) m
       cross join lateral (select coalesce(sum(t.retail_cost), 0) as revenue from customer_transaction t
         where not t.void and ${earned} and t.transaction_date >= m.since and t.transaction_date < m.until) r
       cross join lateral (select count(*)::int as services from service s where ${livedInMonth}) v
     on conflict (month, time_zone) do update set revenue = excluded.revenue, services = excluded.services, computed_at = excluded.computed_at`,
    [options.timeZone, ...monthsParams(options)],
  );
  return readKept(em, options);
}
