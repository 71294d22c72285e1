import { unavailable } from '../errors.ts';

/**
 * Lets at most `slots` pieces of work run at once and at most `waiting` others queue for them, first come first
 * served; whoever comes when the queue is full is refused (`unavailable`) at once.
 */
export function createSlots(limits: { slots: number; waiting: number; refusal: string }): <T>(work: () => Promise<T>) => Promise<T> {
  let free = limits.slots;
  const queue: (() => void)[] = [];
  const take = async (): Promise<void> => {
    if (free > 0) free -= 1;
    else if (queue.length >= limits.waiting) throw unavailable(limits.refusal);
    else await new Promise<void>((turn) => queue.push(turn));
  };
  const give = (): void => {
    const next = queue.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return async (work) => {
    await take();
    try {
      return await work();
    } finally {
      give();
    }
  };
}
