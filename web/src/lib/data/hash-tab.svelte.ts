import { goto } from '$app/navigation';
import { page } from '$app/state';

/** The chosen tab of a page, kept in the address's hash so that links lead to it. */
export class HashTab {
  readonly #ids: () => readonly string[];

  constructor(ids: () => readonly string[]) {
    this.#ids = ids;
  }

  get value(): string {
    const asked = page.url.hash.slice(1);
    const ids = this.#ids();
    return ids.includes(asked) ? asked : (ids[0] ?? '');
  }

  set(id: string): void {
    void goto(`${page.url.pathname}${page.url.search}#${id}`, { replace: true, reset: false });
  }
}
