import { p } from '@mikro-orm/postgresql';

/** Column of an exact amount in the operator's currency, two decimals, a decimal string in code. */
export const money = () => p.decimal().precision(14).scale(2);

/** Column of a percentage such as 12.5 (%), a decimal string in code. */
export const percentage = () => p.decimal().precision(7).scale(4);

/** Instant, stored as timestamptz (UTC). */
export const instant = () => p.datetime().columnType('timestamptz');

/** The pair of read-only instants every record of the contract carries. */
export const timestamps = () => ({
  created: instant()
    .onCreate(() => new Date())
    .defaultRaw('now()'),
  last_modified: instant()
    .onCreate(() => new Date())
    .onUpdate(() => new Date())
    .defaultRaw('now()'),
});
