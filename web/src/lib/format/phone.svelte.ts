type Format = (text: string) => string;

// Numbering plans are 30 KB: they come when the first number is shown, and numbers group themselves then.
let format = $state.raw<Format>();
let asked = false;

/** A stored telephone number grouped for reading, "+44 7700 900123"; what is no number is shown as it is, an absent one as an en dash. */
export function formatPhone(text: string | null | undefined): string {
  if (!text) return '–';
  if (!asked && typeof window !== 'undefined') {
    asked = true;
    import('./phone-groups.ts').then(
      ({ grouped }) => (format = grouped),
      () => (asked = false),
    );
  }
  return format ? format(text) : text;
}
