import { diffLines } from 'diff';

/** A line of two texts side by side; `gap` stands for unchanged lines left out. */
export interface DiffLine {
  kind: 'same' | 'added' | 'removed' | 'gap';
  text: string;
}

const context = 3;

/** What changed between two texts, line by line, with three unchanged lines around each change. */
export function linesBetween(before: string, after: string): DiffLine[] {
  const lines = diffLines(ended(before), ended(after)).flatMap(({ value, added, removed }): DiffLine[] =>
    value
      .replace(/\n$/, '')
      .split('\n')
      .map((text) => ({ kind: added ? 'added' : removed ? 'removed' : 'same', text })),
  );
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - context), at + context + 1).some(({ kind }) => kind !== 'same'),
  );
  return lines.flatMap((line, at): DiffLine[] => {
    if (near[at]) return [line];
    return near[at - 1] || at === 0 ? [{ kind: 'gap', text: '⋯' }] : [];
  });
}

/** A last line without its end would count as another one. */
const ended = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);
