/** How the live connection stands. */
export type StreamState = 'connecting' | 'live' | 'reconnecting' | 'closed';

interface StreamOptions {
  url: string;
  /** Handler per event type; the payload is the parsed JSON. */
  handlers: Record<string, (payload: unknown, id: string) => void>;
  /** Called after a break longer than the server's memory may cover, to load the state afresh. */
  onreconnect?: () => void;
}

const retryMs = 1500;

/**
 * A server-sent event stream with its state. The browser resumes short breaks by Last-Event-ID itself; when it
 * gives up (an answer that is no stream), this opens a new one and asks the page to load its state again.
 */
export class EventStream {
  state = $state<StreamState>('connecting');
  readonly #options: StreamOptions;
  #source: EventSource | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #lastId = '';

  constructor(options: StreamOptions) {
    this.#options = options;
    this.#open();
  }

  /** Ends the stream for good. */
  close(): void {
    clearTimeout(this.#retry);
    this.#source?.close();
    this.state = 'closed';
  }

  #open(): void {
    const source = new EventSource(this.#options.url);
    this.#source = source;
    source.onopen = () => (this.state = 'live');
    source.onerror = () => this.#broken(source);
    for (const [type, handle] of Object.entries(this.#options.handlers)) {
      source.addEventListener(type, (event: MessageEvent<string>) => {
        // A fresh connection without Last-Event-ID starts over; what was handled already is not handled again.
        if (event.lastEventId !== '' && Number(event.lastEventId) <= Number(this.#lastId)) return;
        this.#lastId = event.lastEventId || this.#lastId;
        handle(JSON.parse(event.data) as unknown, event.lastEventId);
      });
    }
  }

  #broken(source: EventSource): void {
    if (this.state === 'closed') return;
    this.state = 'reconnecting';
    if (source.readyState !== EventSource.CLOSED) return;
    this.#retry = setTimeout(() => {
      this.#open();
      this.#options.onreconnect?.();
    }, retryMs);
  }
}
