import { isMap, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import { skipToCleanUpTask } from './play-progress.ts';
import { listIn, mapsOf, moduleIn, playsOf, taskListsOf, textIn } from './play-tree.ts';
import { applyEdits, type TextEdit } from './text-edits.ts';

/** A play's text for a deprovision run; `guards` blocks jump to their rescue, 0 means that there is nothing to run. */
export interface DeprovisionPlay {
  text: string;
  guards: number;
}

/**
 * Rewrites a play so that with `action: deprovision` only its clean-up runs: each outermost block with a rescue
 * starts with a task that fails, and tasks outside such blocks become no-ops unless they only read.
 */
export function toDeprovisionPlay(text: string): DeprovisionPlay {
  const edits: TextEdit[] = [];
  let guards = 0;
  for (const play of playsOf(text)) {
    guards += taskListsOf(play).reduce((total, list) => total + cleanUpOnly(list, text, edits), 0);
    const roles = play.get('roles', true);
    if (isNode(roles)) edits.push(replaceNode(roles, text, '[]'));
  }
  return { text: applyEdits(text, edits), guards };
}

function cleanUpOnly(list: YAMLSeq, text: string, edits: TextEdit[]): number {
  let guards = 0;
  for (const item of mapsOf(list)) {
    const block = listIn(item, 'block');
    if (block !== undefined && listIn(item, 'rescue') !== undefined) {
      edits.push(guardEdit(block, text));
      guards += 1;
    } else if (block !== undefined && hasRescue(block)) {
      guards += cleanUpOnly(block, text, edits);
    } else if (onlyReads(item)) {
      edits.push(...toleratingEdits(item, text));
    } else {
      edits.push(replaceNode(item, text, item.flow === true ? '{meta: noop}' : 'meta: noop'));
    }
  }
  return guards;
}

const hasRescue = (block: YAMLSeq): boolean =>
  mapsOf(block).some((item) => {
    const inner = listIn(item, 'block');
    return inner !== undefined && (listIn(item, 'rescue') !== undefined || hasRescue(inner));
  });

/** Tasks that change nothing outside the play, kept because clean-up may need what they find. */
function onlyReads(task: YAMLMap): boolean {
  if (moduleIn(task, 'include_vars') !== undefined || moduleIn(task, 'set_fact') !== undefined) return true;
  const uri = moduleIn(task, 'uri')?.value;
  return isMap(uri) && !uri.has('dest') && ['GET', undefined].includes(textIn(uri, 'method')?.toUpperCase());
}

/** What a kept task reads may be gone by now; that must not keep the clean-up from running. */
function toleratingEdits(task: YAMLMap, text: string): TextEdit[] {
  if (task.has('ignore_errors') || task.range === undefined || task.range === null) return [];
  const start = task.range[0];
  if (task.flow === true) return [{ start: start + 1, end: start + 1, text: 'ignore_errors: true, ' }];
  return [{ start, end: start, text: `ignore_errors: true\n${' '.repeat(columnOf(start, text))}` }];
}

/** The guard goes behind leading include_vars, because clean-up uses the configuration those load. */
function guardEdit(block: YAMLSeq, text: string): TextEdit {
  const items = mapsOf(block);
  const target = items.find((item) => moduleIn(item, 'include_vars') === undefined) ?? items[0];
  const index = block.items.indexOf(target);
  const condition = `action | default('') == 'deprovision'`;
  if (block.flow === true || target === undefined) {
    const start = (target?.range ?? block.range ?? [0])[0];
    return { start, end: start, text: `{name: ${skipToCleanUpTask}, fail: {msg: Deprovisioning}, when: "${condition}"}, ` };
  }
  const start = dashOf(block, index);
  const indent = ' '.repeat(columnOf(start, text));
  const lines = [
    `- name: ${skipToCleanUpTask}`,
    '  ansible.builtin.fail:',
    '    msg: The service is being deprovisioned, so only the clean-up runs.',
    `  when: ${condition}`,
    '',
  ];
  return { start, end: start, text: lines.join(`\n${indent}`) };
}

/** Offset of the `-` in front of an item; the parser keeps it among the tokens before the item. */
function dashOf(list: YAMLSeq, index: number): number {
  const token = list.srcToken;
  const before = token?.type === 'block-seq' ? token.items[index]?.start : undefined;
  const dash = before?.find((part) => part.type === 'seq-item-ind');
  if (dash === undefined) throw new Error('a list of tasks in the play has no indicator where one is expected');
  return dash.offset;
}

const columnOf = (offset: number, text: string): number => offset - (text.lastIndexOf('\n', offset - 1) + 1);

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'range' in value;

/** The range of a block mapping reaches to the next token; its last line break stays. */
function replaceNode(node: Node, text: string, replacement: string): TextEdit {
  const [start, end] = node.range ?? [0, 0];
  return { start, end: start + text.slice(start, end).trimEnd().length, text: replacement };
}
