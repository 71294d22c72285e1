import { isScalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { listIn, mapsOf, moduleIn, playsOf, taskFileOf, taskListsOf, textIn } from './play-tree.ts';

/** Texts of the files beside a play, by file name. */
export type PlayFiles = ReadonlyMap<string, string>;

/** Tasks of a play: those a successful run starts, and those of its rescue sections. */
export interface PlayTaskCount {
  forward: number;
  cleanUp: number;
}

const deepestInclude = 10;

/** Counts the tasks of the play in `fileName`, through blocks and files included by a fixed name; zeros when it cannot be read. */
export function countTasks(fileName: string, files: PlayFiles): PlayTaskCount {
  const lists = playsOf(files.get(fileName) ?? '').flatMap(taskListsOf);
  return sum(lists.map((list) => countList(list, files, 0)));
}

/** Name of the first play in the text, which people see as the job's description; undefined when it has none. */
export function describePlay(text: string): string | undefined {
  const [first] = playsOf(text);
  return first === undefined ? undefined : textIn(first, 'name');
}

function countList(list: YAMLSeq | undefined, files: PlayFiles, depth: number): PlayTaskCount {
  return sum(mapsOf(list).map((item) => countItem(item, files, depth)));
}

function countItem(item: YAMLMap, files: PlayFiles, depth: number): PlayTaskCount {
  if (item.has('block')) {
    const main = sum([countList(listIn(item, 'block'), files, depth), countList(listIn(item, 'always'), files, depth)]);
    const rescue = countList(listIn(item, 'rescue'), files, depth);
    return { forward: main.forward, cleanUp: main.cleanUp + rescue.forward + rescue.cleanUp };
  }
  if (moduleIn(item, 'meta') !== undefined) return { forward: 0, cleanUp: 0 };
  // include_tasks is a task of its own in the list of events; import_tasks is not.
  const own = moduleIn(item, 'import_tasks') === undefined ? 1 : 0;
  const inside = included(item, files, depth);
  return { forward: own + inside.forward, cleanUp: inside.cleanUp };
}

function included(item: YAMLMap, files: PlayFiles, depth: number): PlayTaskCount {
  const module = moduleIn(item, 'include_tasks') ?? moduleIn(item, 'import_tasks');
  const file = isScalar(module?.value) ? module.value.value : textIn(module?.value, 'file');
  const text = typeof file === 'string' && depth < deepestInclude ? files.get(file) : undefined;
  return text === undefined ? { forward: 0, cleanUp: 0 } : countList(taskFileOf(text), files, depth + 1);
}

function sum(counts: PlayTaskCount[]): PlayTaskCount {
  return counts.reduce((total, one) => ({ forward: total.forward + one.forward, cleanUp: total.cleanUp + one.cleanUp }), {
    forward: 0,
    cleanUp: 0,
  });
}
