import { searchEverything } from '#lib/api/search-service.ts';
import { type PaletteEntry, entryOf } from './hit-display.ts';

/** Long enough for a fast typist's next key, short enough to feel immediate. */
const pauseMs = 120;
const shownHits = 24;

/** What the palette found for what is typed; an answer that is no longer wanted is never shown. */
export class SearchState {
  entries = $state.raw<PaletteEntry[]>([]);
  total = $state(0);
  busy = $state(false);
  fault = $state<string>();
  /** The text that the entries are for. */
  shownFor = $state('');

  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | undefined;

  /** Looks for `text` after a short pause; whatever was asked before is given up. */
  find(text: string, closed: boolean): void {
    this.stop();
    const search = text.trim();
    if (search === '') return this.#show('', [], 0);
    this.busy = true;
    this.#timer = setTimeout(() => void this.#ask(search, closed), pauseMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
    this.busy = false;
  }

  async #ask(search: string, closed: boolean): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    try {
      const { data, pagination } = await searchEverything(
        { search, closed, perPage: shownHits },
        { signal: running.signal },
      );
      this.#show(search, data.map(entryOf), pagination.total_items);
    } catch (cause) {
      if (running.signal.aborted) return;
      this.#show(search, [], 0);
      this.fault = cause instanceof Error ? cause.message : String(cause);
    }
  }

  #show(text: string, entries: PaletteEntry[], total: number): void {
    this.shownFor = text;
    this.entries = entries;
    this.total = total;
    this.fault = undefined;
    this.busy = false;
  }
}
