import {
  getOutcome,
  getProvision,
  provisionStreamUrl,
  type ProcessStep,
  type Provision,
  type ProvisionDetail,
  type ProvisionEvent,
  type ProvisionOutcome,
} from '#lib/api/provisions-service.ts';
import { EventStream, type StreamState } from '#lib/live/event-stream.svelte.ts';
import { jobLook } from './job-state.ts';
import { mergeEvent, mergeStep } from './merge.ts';

/**
 * A job as it goes on: loaded once, then, while it runs, kept up by its event stream, which tells everything from the
 * job's beginning. What is newer wins, so nothing is missed and nothing goes back in time.
 */
export class JobLive {
  job = $state.raw<Provision>();
  events = $state.raw<readonly ProvisionEvent[]>([]);
  steps = $state.raw<readonly ProcessStep[]>([]);
  details =
    $state.raw<Pick<ProvisionDetail, 'workflow' | 'provisioning_json_vars' | 'accepted_terms' | 'ordered_by'>>();
  outcome = $state.raw<ProvisionOutcome>();
  error = $state.raw<unknown>();
  #stream = $state.raw<EventStream>();
  readonly #id: number;
  #outcomeFor = '';

  constructor(id: number) {
    this.#id = id;
    void this.load();
  }

  /** How the live connection stands; none is needed for a job that is over. */
  get streamState(): StreamState {
    return this.#stream?.state ?? 'connecting';
  }

  /** Loads the whole job again. */
  load = async (): Promise<void> => {
    try {
      const { events, steps, workflow, provisioning_json_vars, accepted_terms, ordered_by, ...job } =
        await getProvision(this.#id);
      this.events = events.reduce(mergeEvent, this.events);
      this.steps = steps.reduce(mergeStep, this.steps);
      this.details = { workflow, provisioning_json_vars, accepted_terms, ordered_by };
      this.#take(job);
      this.error = undefined;
    } catch (cause) {
      this.error = cause;
    }
  };

  /** Ends the live connection. */
  close(): void {
    this.#stream?.close();
  }

  #take(job: Provision): void {
    if (this.job && job.last_modified < this.job.last_modified) return;
    this.job = job;
    if (jobLook(job).running) {
      this.outcome = undefined;
      this.#watch();
    } else {
      void this.#loadOutcome(`${job.attempt}-${job.finished}`);
    }
  }

  #watch(): void {
    this.#stream?.resume();
    this.#stream ??= new EventStream({
      url: provisionStreamUrl(this.#id),
      handlers: {
        event: (payload) => (this.events = mergeEvent(this.events, payload as ProvisionEvent)),
        step: (payload) => (this.steps = mergeStep(this.steps, payload as ProcessStep)),
        status: (payload) => this.#take(payload as Provision),
      },
    });
  }

  async #loadOutcome(key: string): Promise<void> {
    if (this.#outcomeFor === key) return;
    this.#outcomeFor = key;
    // A job whose outcome cannot be told still shows everything else.
    this.outcome = await getOutcome(this.#id).catch(() => undefined);
  }
}
