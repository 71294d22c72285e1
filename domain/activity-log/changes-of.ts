/** A field of an entry, called as people call it; numbers of records are their names where those are known. */
export interface Change {
  field: string;
  label: string;
  before: unknown;
  after: unknown;
}

interface Changed {
  entity_kind: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  wordFor: (column: string) => string;
}

/** The fields an entry is about, by the alphabet of what people call them; the record's own number is left out. */
export function changesOf({ entity_kind, before, after, wordFor }: Changed): Change[] {
  const own = new Set(['id', `${entity_kind}_id`, entity_kind === 'job' ? 'provision_id' : '']);
  const fields = [...new Set([...Object.keys(after ?? {}), ...Object.keys(before ?? {})])].filter((field) => !own.has(field));
  return fields
    .map((field) => ({ field, label: capital(wordFor(field)), before: before?.[field] ?? null, after: after?.[field] ?? null }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en'));
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
