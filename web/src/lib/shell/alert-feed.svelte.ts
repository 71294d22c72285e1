import { listAlerts, type OpenAlert } from '#lib/api/alerts-service.ts';
import { ProvisioningStatus, provisionsStreamUrl, type Provision } from '#lib/api/provisions-service.ts';
import { debounce } from '#lib/data/debounce.ts';
import { EventStream } from '#lib/live/event-stream.svelte.ts';

interface AlertFeedOptions {
  /** Whose alerts: what was seen is kept for each person of a browser. */
  userId: number | undefined;
  /** Watches the stream of jobs, for those who may. */
  watchesJobs: boolean;
}

/**
 * Open alerts, and which of them the person has seen. They are loaded at the start and whenever the window is looked at
 * again; failing jobs tell of themselves. A window that nobody looks at holds no connection.
 */
export class AlertFeed {
  alerts = $state.raw<readonly OpenAlert[]>([]);
  error = $state.raw<unknown>();
  loaded = $state(false);
  #seen = $state.raw<ReadonlySet<string>>(new Set());
  readonly #storageKey: string;
  readonly #watchesJobs: boolean;
  readonly #reloadSoon = debounce(() => this.load(), 800);
  #stream: EventStream | undefined;
  #request: AbortController | undefined;

  constructor({ userId, watchesJobs }: AlertFeedOptions) {
    this.#storageKey = `alerts-seen-${userId ?? 'nobody'}`;
    this.#watchesJobs = watchesJobs;
    this.#seen = readSeen(this.#storageKey);
  }

  /** Alerts that were not there when the person looked last. */
  get unseen(): readonly OpenAlert[] {
    return this.alerts.filter(({ id }) => !this.#seen.has(id));
  }

  /** Loads now, and follows the window's being looked at; returns how to end that. */
  start(): () => void {
    const follow = (): void => (document.visibilityState === 'visible' ? this.#wake() : this.#rest());
    const focus = (): void => void this.load();
    document.addEventListener('visibilitychange', follow);
    window.addEventListener('focus', focus);
    follow();
    return () => {
      document.removeEventListener('visibilitychange', follow);
      window.removeEventListener('focus', focus);
      this.#rest();
    };
  }

  /** Loads again; what was known stays when that fails. */
  load = async (): Promise<void> => {
    this.#request?.abort();
    const own = (this.#request = new AbortController());
    try {
      this.alerts = await listAlerts({ signal: own.signal });
      this.error = undefined;
      this.loaded = true;
    } catch (cause) {
      if (!own.signal.aborted) this.error = cause;
    }
  };

  /** Remembers all that is open as seen; what is no longer open is forgotten. */
  markSeen(): void {
    this.#seen = new Set(this.alerts.map(({ id }) => id));
    try {
      localStorage.setItem(this.#storageKey, JSON.stringify([...this.#seen]));
    } catch {
      // A browser that keeps nothing shows them as new after the next load.
    }
  }

  #wake(): void {
    void this.load();
    if (!this.#watchesJobs || this.#stream) return;
    this.#stream = new EventStream({
      url: provisionsStreamUrl,
      handlers: { status: (payload) => this.#take(payload as Provision) },
    });
  }

  #rest(): void {
    this.#request?.abort();
    this.#stream?.close();
    this.#stream = undefined;
  }

  #take(job: Provision): void {
    const told = this.alerts.some(({ href }) => href === `/jobs/${job.provision_id}`);
    if (told || job.provisioning_status === ProvisioningStatus.Failed) this.#reloadSoon();
  }
}

function readSeen(storageKey: string): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return new Set(Array.isArray(kept) ? kept.map(String) : []);
  } catch {
    return new Set();
  }
}
