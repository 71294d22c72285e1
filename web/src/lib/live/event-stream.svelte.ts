/** How the live connection stands; `ended` after the server said that nothing more will come. */
export type StreamState = 'connecting' | 'live' | 'reconnecting' | 'ended' | 'closed';

interface StreamOptions {
  url: string;
  /** Handler per event type; the payload is the parsed JSON. */
  handlers: Record<string, (payload: unknown) => void>;
  /** Called whenever the connection stands: what happened before was not told. */
  onopen?: () => void;
}

const retryMs = 1500;

/**
 * A server-sent event stream with its state. The browser resumes short breaks by Last-Event-ID itself; when it gives
 * up, because the answer was no stream, this opens a new one after the last event that was handled.
 */
export class EventStream {
  state = $state<StreamState>('connecting');
  readonly #options: StreamOptions;
  #source: EventSource | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #lastId = 0;
  #ending = false;

  constructor(options: StreamOptions) {
    this.#options = options;
    this.#open();
  }

  /** Goes on after an end, for a process that was started again. */
  resume(): void {
    if (this.state === 'ended') this.#open();
  }

  /** Ends the stream for good. */
  close(): void {
    this.#stop('closed');
  }

  #open(): void {
    this.state = 'connecting';
    this.#ending = false;
    const after = this.#lastId > 0 ? `?last_event_id=${this.#lastId}` : '';
    const source = new EventSource(this.#options.url + after);
    this.#source = source;
    source.onopen = () => {
      this.state = 'live';
      this.#options.onopen?.();
    };
    source.onerror = () => this.#broken(source);
    for (const [type, handle] of Object.entries(this.#options.handlers)) {
      source.addEventListener(type, (event: MessageEvent<string>) => {
        if (this.#isNew(event)) handle(JSON.parse(event.data) as unknown);
      });
    }
    source.addEventListener('end', (event: MessageEvent<string>) => {
      // An end may be that of an earlier run; only when the server then hangs up is it the last word.
      if (this.#isNew(event)) this.#ending = true;
    });
  }

  #isNew(event: MessageEvent<string>): boolean {
    const id = Number(event.lastEventId);
    if (id > 0 && id <= this.#lastId) return false;
    if (id > 0) this.#lastId = id;
    this.#ending = false;
    return true;
  }

  #broken(source: EventSource): void {
    if (this.state === 'closed') return;
    if (this.#ending) return this.#stop('ended');
    this.state = 'reconnecting';
    if (source.readyState === EventSource.CLOSED) this.#retry = setTimeout(() => this.#open(), retryMs);
  }

  #stop(state: 'ended' | 'closed'): void {
    clearTimeout(this.#retry);
    this.#source?.close();
    this.state = state;
  }
}
