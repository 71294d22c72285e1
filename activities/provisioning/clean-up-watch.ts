import type { PlayEvent } from '../../domain/provisioning/play-events.ts';
import { isFinalCheck } from '../../domain/provisioning/play-progress.ts';

/** Follows a play's events to tell whether it ended with its rescue run to the end. */
export interface CleanUpWatch {
  see(event: PlayEvent): void;
  cleanedUp(): boolean;
}

/** Starts watching; the last task that ended decides, because after a rescue that recovered the play goes on. */
export function cleanUpWatch(): CleanUpWatch {
  let atEnd = false;
  return {
    see(event) {
      if (event.type !== 'task_result') return;
      const ended = ['ok', 'skipped', 'ignored'].includes(event.status) || isFinalCheck({ ...event, message: event.message ?? '' });
      atEnd = event.section === 'rescue' && event.last && ended;
    },
    cleanedUp: () => atEnd,
  };
}
