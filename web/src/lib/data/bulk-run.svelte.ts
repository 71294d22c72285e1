import { ApiError, messageOf } from '#lib/api/api-error.ts';
import { inParallel } from './in-parallel.ts';

/** A record that was not changed, and why. */
export interface Refusal {
  id: number;
  message: string;
}

const together = 4;

/** The same change of many records, a few at a time; one that is refused holds up none of the others. */
export class BulkRun {
  busy = $state(false);
  done = $state(0);
  total = $state(0);
  refusals = $state.raw<readonly Refusal[]>([]);

  /** Forgets the run before. */
  reset(): void {
    this.done = this.total = 0;
    this.refusals = [];
  }

  /** Does the work for each id and answers those it was refused for, in their order. */
  async run(ids: readonly number[], work: (id: number) => Promise<unknown>): Promise<number[]> {
    const refused = new Map<number, string>();
    this.reset();
    this.total = ids.length;
    this.busy = true;
    try {
      await inParallel(ids, together, async (id) => {
        await work(id).catch((cause: unknown) => refused.set(id, reasonOf(cause)));
        this.done += 1;
      });
    } finally {
      this.busy = false;
    }
    this.refusals = ids.flatMap((id) => {
      const message = refused.get(id);
      return message === undefined ? [] : [{ id, message }];
    });
    return this.refusals.map(({ id }) => id);
  }
}

/** All that stands in the way, where the API lists it. */
const reasonOf = (cause: unknown): string =>
  cause instanceof ApiError && cause.faults.length > 1
    ? cause.faults.map(({ message }) => message).join(' ')
    : messageOf(cause);
