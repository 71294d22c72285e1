import type { EntityManager } from '@mikro-orm/postgresql';
import type { Ctx } from '../context.ts';
import { invalid } from '../errors.ts';
import { demandCustomer } from './demand-customer.ts';
import { readAverages } from './arpu-average.ts';
import { type ArpuOptions, earned, livedInMonth, monthsParams, monthsSql } from './arpu-months.ts';

/** A month of the customer against the average; amounts in the operator's currency without tax. */
export interface ArpuMonth {
  /** e.g. 2026-11, in the operator's time zone. */
  month: string;
  revenue: number;
  services: number;
  /** Revenue by service; the whole revenue while there is no service. */
  arpu: number;
  /** Revenue of all customers by all their services. */
  average_arpu: number;
}

export interface ArpuJson {
  customer_id: number;
  currency: string;
  time_zone: string;
  months: ArpuMonth[];
  /** Revenue by service and month over the whole time, of the customer and of all. */
  arpu: number;
  average_arpu: number;
}

/** Revenue by service of a customer for each month, oldest first, against the average of all customers (CUS-8, chapter 12). */
export async function customerArpu({ em, principal }: Ctx, customerId: number, options: ArpuOptions): Promise<ArpuJson> {
  if (options.months < 1 || options.months > 36) throw invalid('months', 'must be from 1 to 36');
  await demandCustomer(em, principal, customerId);
  const own = await em.execute<{ month: string; revenue: string; services: number; arpu: string }[]>(
    `select m.month, r.revenue, v.services, round(r.revenue / greatest(v.services, 1), 2) as arpu
       from (${monthsSql}) m
       cross join lateral (select coalesce(sum(t.retail_cost), 0) as revenue from customer_transaction t
         where t.customer_id = ? and not t.void and ${earned} and t.transaction_date >= m.since and t.transaction_date < m.until) r
       cross join lateral (select count(*)::int as services from service s where s.customer_id = ? and ${livedInMonth}) v
      order by m.month`,
    [...monthsParams(options), customerId, customerId],
  );
  const averages = await readAverages(em, options);
  return {
    customer_id: customerId,
    currency: options.currency,
    time_zone: options.timeZone,
    months: own.map(({ month, revenue, services, arpu }) => ({
      month,
      revenue: Number(revenue),
      services,
      arpu: Number(arpu),
      average_arpu: Number(averages.get(month)?.arpu ?? 0),
    })),
    ...(await overall(em, own, [...averages.values()])),
  };
}

interface Months {
  revenue: string;
  services: number;
}

/** Sums are left to the database: its numbers are exact decimals. */
async function overall(em: EntityManager, own: readonly Months[], all: readonly Months[]): Promise<{ arpu: number; average_arpu: number }> {
  const mean = `select round(sum(r) / greatest(sum(greatest(s, 1)), 1), 2) from unnest(array[?]::numeric[], array[?]::int[]) as x(r, s)`;
  const [row] = await em.execute<{ arpu: string; average_arpu: string }[]>(
    `select (${mean}) as arpu, (${mean}) as average_arpu`,
    [own, all].flatMap((months) => [months.map(({ revenue }) => revenue), months.map(({ services }) => services)]),
  );
  return { arpu: Number(row?.arpu ?? 0), average_arpu: Number(row?.average_arpu ?? 0) };
}
