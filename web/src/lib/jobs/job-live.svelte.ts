import { getOutcome, getProvision } from '#lib/api/provisions-service.ts';
import type {
  ProcessStep,
  Provision,
  ProvisionDetail,
  ProvisionEvent,
  ProvisionOutcome,
} from '#lib/api/provisions-service.ts';
import { provisionStreamUrl } from '#lib/api/provisions-service.ts';
import { EventStream } from '#lib/live/event-stream.svelte.ts';
import { jobLook } from './job-state.ts';
import { mergeEvent, mergeStep } from './merge.ts';

/**
 * A job as it goes on: loaded once, then kept up by its event stream. The stream is opened before the load, and
 * either may arrive first: what is newer wins, so nothing is missed and nothing goes back in time.
 */
export class JobLive {
  job = $state.raw<Provision>();
  events = $state.raw<readonly ProvisionEvent[]>([]);
  steps = $state.raw<readonly ProcessStep[]>([]);
  workflow = $state.raw<ProvisionDetail['workflow']>();
  outcome = $state.raw<ProvisionOutcome>();
  error = $state.raw<unknown>();
  readonly stream: EventStream;
  readonly #id: number;
  #outcomeFor = '';

  constructor(id: number) {
    this.#id = id;
    this.stream = new EventStream({
      url: provisionStreamUrl(id),
      handlers: {
        event: (payload) => (this.events = mergeEvent(this.events, payload as ProvisionEvent)),
        step: (payload) => (this.steps = mergeStep(this.steps, payload as ProcessStep)),
        status: (payload) => this.#take(payload as Provision),
      },
      onreconnect: () => void this.load(),
    });
    void this.load();
  }

  /** Loads the whole job again. */
  load = async (): Promise<void> => {
    try {
      const { events, steps, workflow, ...job } = await getProvision(this.#id);
      this.events = events.reduce(mergeEvent, this.events);
      this.steps = steps.reduce(mergeStep, this.steps);
      this.workflow = workflow;
      this.#take(job);
      this.error = undefined;
    } catch (cause) {
      this.error = cause;
    }
  };

  /** Forgets the tasks and steps of the run before, when the job is started anew. */
  restart(): void {
    this.outcome = undefined;
    this.#outcomeFor = '';
    void this.load();
  }

  /** Ends the live connection. */
  close(): void {
    this.stream.close();
  }

  #take(job: Provision): void {
    if (this.job && job.last_modified < this.job.last_modified) return;
    // The stream's row lacks names that only the loaded one has.
    this.job = { ...this.job, ...job };
    if (jobLook(job).running) this.outcome = undefined;
    else void this.#loadOutcome(`${job.attempt}-${job.finished}`);
  }

  async #loadOutcome(key: string): Promise<void> {
    if (this.#outcomeFor === key) return;
    this.#outcomeFor = key;
    // A job whose outcome cannot be told still shows everything else.
    this.outcome = await getOutcome(this.#id).catch(() => undefined);
  }
}
