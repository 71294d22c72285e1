/** Replace the characters from `start` up to `end` (offsets in the original text) by `text`. */
export interface TextEdit {
  start: number;
  end: number;
  text: string;
}

/** The text with all edits made, later ones first so that offsets stay true; edits must not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits.toSorted((one, other) => other.start - one.start);
  return ordered.reduce((result, edit) => result.slice(0, edit.start) + edit.text + result.slice(edit.end), text);
}
