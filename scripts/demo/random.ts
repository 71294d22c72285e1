/** Numbers that look random and are the same at every run. */
export interface Random {
  /** Whole number from 0 to `below` - 1. */
  below(below: number): number;
  /** One of the entries. */
  of<T>(entries: readonly T[]): T;
  /** Number from `from` to `to`. */
  between(from: number, to: number): number;
  /** So many hexadecimal digits. */
  hex(digits: number): string;
}

/** Starts a sequence (mulberry32) from a seed. */
export function createRandom(seed: number): Random {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    of: (entries) => entries[below(entries.length)] as (typeof entries)[number],
    between: (from, to) => from + next() * (to - from),
    hex: (digits) => Array.from({ length: digits }, () => below(16).toString(16)).join(''),
  };
}
