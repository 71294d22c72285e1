import { browser } from '$app/env';

/** What a person can choose; `system` follows the device. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const storageKey = 'theme';

let choice = $state<ThemeChoice>(browser ? stored() : 'system');

/** The person's theme choice, applied to the document and kept in this browser. */
export const theme = {
  get choice(): ThemeChoice {
    return choice;
  },
  set(next: ThemeChoice): void {
    choice = next;
    if (next === 'system') {
      delete document.documentElement.dataset.theme;
      localStorage.removeItem(storageKey);
      return;
    }
    document.documentElement.dataset.theme = next;
    localStorage.setItem(storageKey, next);
  },
};

function stored(): ThemeChoice {
  const value = localStorage.getItem(storageKey);
  return value === 'light' || value === 'dark' ? value : 'system';
}
