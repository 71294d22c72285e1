import type { PaletteEntry } from './hit-display.ts';

const kept = 6;

/** What somebody opened last from the palette, in this browser alone and apart from others who use it. */
export function recentEntries(userId: number): PaletteEntry[] {
  try {
    const entries: unknown = JSON.parse(localStorage.getItem(keyOf(userId)) ?? '[]');
    return Array.isArray(entries) ? entries.filter(isEntry) : [];
  } catch {
    return [];
  }
}

/** Puts an entry first among the recent ones. */
export function rememberEntry(userId: number, entry: PaletteEntry): void {
  const entries = [entry, ...recentEntries(userId).filter(({ key }) => key !== entry.key)].slice(0, kept);
  try {
    localStorage.setItem(keyOf(userId), JSON.stringify(entries));
  } catch {
    // A full or forbidden storage costs the list of recent entries and nothing else.
  }
}

const keyOf = (userId: number): string => `recent-${userId}`;

function isEntry(value: unknown): value is PaletteEntry {
  const entry = value as Partial<PaletteEntry> | null;
  return typeof entry?.key === 'string' && typeof entry.label === 'string' && entry.href?.startsWith('/') === true;
}
