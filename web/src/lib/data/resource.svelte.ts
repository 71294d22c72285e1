/** Something loaded from the API, with how far that is. */
export interface Resource<Value> {
  readonly data: Value | undefined;
  readonly error: unknown;
  /** True while nothing has been loaded yet. */
  readonly loading: boolean;
  /** True while newer data is on its way and the old is still shown. */
  readonly refreshing: boolean;
  /** Loads again. */
  reload(): void;
  /** Replaces the data without loading, after a change whose result is known. */
  set(value: Value): void;
}

/**
 * Loads `load()` now and again whenever reactive values it read change; an overtaken load is aborted. Call it while
 * a component is being set up. Data of an earlier load stays until the next arrives.
 */
export function resource<Value>(load: (signal: AbortSignal) => Promise<Value>): Resource<Value> {
  let data = $state.raw<Value>();
  let error = $state.raw<unknown>();
  let pending = $state(true);
  let version = $state(0);

  $effect(() => {
    void version;
    const controller = new AbortController();
    pending = true;
    load(controller.signal).then(
      (value) => {
        if (controller.signal.aborted) return;
        data = value;
        error = undefined;
        pending = false;
      },
      (cause: unknown) => {
        if (controller.signal.aborted) return;
        error = cause;
        pending = false;
      },
    );
    return () => controller.abort();
  });

  return {
    get data() {
      return data;
    },
    get error() {
      return error;
    },
    get loading() {
      return pending && data === undefined;
    },
    get refreshing() {
      return pending && data !== undefined;
    },
    reload() {
      version += 1;
    },
    set(value) {
      data = value;
      error = undefined;
    },
  };
}
