import { isMap, isScalar, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';

const taskLists = ['pre_tasks', 'tasks', 'post_tasks'] as const;

/** The plays of a playbook's text (mappings with `hosts`); empty for task files, other YAML and text that does not parse. */
export function playsOf(text: string): YAMLMap[] {
  const document = parseDocument(text, { keepSourceTokens: true, strict: false });
  if (document.errors.length > 0 || !isSeq(document.contents)) return [];
  return mapsOf(document.contents as YAMLSeq).filter((item) => item.has('hosts'));
}

/** The tasks of a file that holds a list of tasks, as `include_tasks` reads it. */
export function taskFileOf(text: string): YAMLSeq | undefined {
  const { contents, errors } = parseDocument(text, { keepSourceTokens: true, strict: false });
  return errors.length === 0 && isSeq(contents) ? contents : undefined;
}

/** The task lists of a play in the order they run. */
export function taskListsOf(play: YAMLMap): YAMLSeq[] {
  return taskLists.map((key) => listIn(play, key)).filter((list) => list !== undefined);
}

/** The list under `key` of a play or block, when there is one with something in it. */
export function listIn(node: YAMLMap, key: string): YAMLSeq | undefined {
  const value = node.get(key, true);
  return isSeq(value) && value.items.length > 0 ? value : undefined;
}

/** The mappings of a list: its plays, blocks or tasks. */
export const mapsOf = (list: YAMLSeq | undefined): YAMLMap[] => list?.items.filter((item) => isMap(item)) ?? [];

/** Value of the first of the module's spellings (`uri`, `ansible.builtin.uri`, `ansible.legacy.uri`) that the task has. */
export function moduleIn(task: YAMLMap, module: string): { value: unknown } | undefined {
  const key = [module, `ansible.builtin.${module}`, `ansible.legacy.${module}`].find((name) => task.has(name));
  return key === undefined ? undefined : { value: task.get(key, true) };
}

/** Text of a scalar under `key`, or undefined. */
export function textIn(node: unknown, key: string): string | undefined {
  const value = isMap(node) ? node.get(key, true) : undefined;
  return isScalar(value) && typeof value.value === 'string' ? value.value : undefined;
}
