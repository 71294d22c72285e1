import { getImport, importStreamAddress, type InventoryImport } from '#lib/api/imports-service.ts';
import { EventStream } from '#lib/live/event-stream.svelte.ts';
import { isBusy } from './import-state.ts';

/** An import as it goes on: loaded once, then told by the server. */
export class ImportLive {
  data = $state.raw<InventoryImport>();
  error = $state.raw<unknown>();
  readonly #importId: number;
  #stream: EventStream | undefined;

  constructor(importId: number) {
    this.#importId = importId;
    void this.load();
  }

  /** Loads the import anew and follows it while a worker is at it. */
  async load(): Promise<void> {
    try {
      this.#take(await getImport(this.#importId));
      this.error = undefined;
    } catch (cause) {
      this.error = cause;
    }
    if (this.data && isBusy(this.data)) this.follow();
  }

  /** Follows what is being begun. Work may end before the connection stands, so the import is loaded again once it does. */
  follow(): void {
    this.#stream ??= new EventStream({
      url: importStreamAddress(this.#importId),
      onopen: () => void this.load(),
      handlers: {
        progress: (payload) => {
          this.#take(payload as InventoryImport);
          if (!isBusy(payload as InventoryImport)) this.close();
        },
      },
    });
  }

  /** An answer that was overtaken by later news is dropped. */
  #take(next: InventoryImport): void {
    if (!this.data || Date.parse(next.last_modified) >= Date.parse(this.data.last_modified)) this.data = next;
  }

  close(): void {
    this.#stream?.close();
    this.#stream = undefined;
  }
}
