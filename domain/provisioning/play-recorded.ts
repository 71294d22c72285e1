import type { PlayEvent } from './play-events.ts';
import type { PlayVariables } from './play-variables.ts';

/**
 * Variables that a finished task left in its play: facts it set and the result it registered. They hold secrets:
 * seal them before storing. A clean-up run in another process is given all of them, later ones winning.
 */
export function recordedVariables(event: PlayEvent): PlayVariables {
  if (event.type !== 'task_result' || event.status === 'skipped') return {};
  const facts = event.facts === undefined || event.facts.truncated === true ? {} : event.facts;
  const whole = event.register !== null && event.result.truncated !== true;
  return whole && event.register !== null ? { ...facts, [event.register]: event.result } : facts;
}
