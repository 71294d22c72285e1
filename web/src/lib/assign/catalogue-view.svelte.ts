import { browser } from '$app/env';

export type CatalogueView = 'carousel' | 'grid';

const storageKey = 'catalogue-view';

let value = $state<CatalogueView>(browser && localStorage.getItem(storageKey) === 'grid' ? 'grid' : 'carousel');

/** How the person likes to see the catalogue, kept in the browser. */
export const catalogueView = {
  get value(): CatalogueView {
    return value;
  },
  set(next: CatalogueView): void {
    value = next;
    localStorage.setItem(storageKey, next);
  },
};
