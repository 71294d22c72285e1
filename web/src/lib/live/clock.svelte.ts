import { createSubscriber } from 'svelte/reactivity';

const everyHalfMinute = ticking(30_000);
const everyQuarterSecond = ticking(250);

/** The current time as reactive values that tick only while something on the page shows them. */
export const clock = {
  /** Milliseconds since the epoch, renewed every half minute. */
  get minute(): number {
    everyHalfMinute();
    return Date.now();
  },
  /** Milliseconds since the epoch, renewed four times a second: for running durations. */
  get fast(): number {
    everyQuarterSecond();
    return Date.now();
  },
};

function ticking(intervalMs: number): () => void {
  return createSubscriber((update) => {
    const timer = setInterval(update, intervalMs);
    return () => clearInterval(timer);
  });
}
