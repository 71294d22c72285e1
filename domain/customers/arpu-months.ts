/** For how long, and as the operator counts. */
export interface ArpuOptions {
  months: number;
  currency: string;
  timeZone: string;
}

/** Services that count in a month: those active at some time of it. */
export const livedInMonth = `coalesce(s.service_active_date, s.service_provisioned_date, s.created) < m.until
  and (s.service_deactivate_date is null or s.service_deactivate_date >= m.since)
  and (s.service_status <> 'Inactive' or s.service_deactivate_date is not null)`;

/**
 * Months as `m(month, since, until)`: a month begins when its first day does in the operator's time zone, so that the
 * change of the clocks moves no charge into another month. Parameters: the time zone three times, the number of months.
 */
export const monthsSql = `select to_char(first, 'YYYY-MM') as month, first at time zone ? as since, (first + interval '1 month') at time zone ? as until
  from (select date_trunc('month', now() at time zone ?) - make_interval(months => n) as first from generate_series(0, ? - 1) n) firsts`;

/** Parameters of `monthsSql`. */
export const monthsParams = ({ timeZone, months }: Pick<ArpuOptions, 'timeZone' | 'months'>): unknown[] => [timeZone, timeZone, timeZone, months];

/** What counts as revenue: charges, less what was given back; a credit that is a payment only settles a charge. */
export const earned = `(t.transaction_type = 'debit' or t.credit_type is null or t.credit_type in ('Refund', 'Discount', 'Account Credit'))`;
