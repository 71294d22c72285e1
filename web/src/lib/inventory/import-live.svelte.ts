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
      this.data = await getImport(this.#importId);
      this.error = undefined;
    } catch (cause) {
      this.error = cause;
    }
    if (this.data && isBusy(this.data)) this.follow();
  }

  /** Follows what was just begun; the first news comes when a worker takes it up. */
  follow(): void {
    this.#stream?.close();
    this.#stream = new EventStream({
      url: importStreamAddress(this.#importId),
      handlers: {
        progress: (payload) => {
          this.data = payload as InventoryImport;
          if (!isBusy(this.data)) this.#stream?.close();
        },
      },
    });
  }

  close(): void {
    this.#stream?.close();
  }
}
