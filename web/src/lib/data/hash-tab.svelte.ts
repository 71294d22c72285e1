import { goto } from '$app/navigation';
import { page } from '$app/state';

/** The chosen tab of a page, kept in the address's hash so that links lead to it. */
export class HashTab {
  readonly #ids: () => readonly string[];
  readonly #numbered: readonly string[];

  /** `numbered` are the tabs that links of the contract name by number, from 1. */
  constructor(ids: () => readonly string[], numbered: readonly string[] = []) {
    this.#ids = ids;
    this.#numbered = numbered;
  }

  get value(): string {
    const hash = page.url.hash.slice(1);
    const asked = /^\d+$/.test(hash) ? (this.#numbered[Number(hash) - 1] ?? '') : hash;
    const ids = this.#ids();
    return ids.includes(asked) ? asked : (ids[0] ?? '');
  }

  set(id: string): void {
    void goto(`${page.url.pathname}${page.url.search}#${id}`, { replace: true, reset: false });
  }
}
