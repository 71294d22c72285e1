import type { Tree } from '../../domain/settings/load-config.ts';

/** Maps whose keys belong together: the operator's list replaces the one below instead of being added to it. */
const replacedWhole = new Set(['api_keys', 'ip_whitelist']);

/** Lays settings over others, section by section; what the upper one names wins. */
export function mergeTree(lower: Tree, upper: Tree): Tree {
  const merged: Tree = { ...lower };
  for (const [key, value] of Object.entries(upper)) {
    const below = merged[key];
    merged[key] = isMap(below) && isMap(value) && !replacedWhole.has(key) ? mergeTree(below, value) : value;
  }
  return merged;
}

/** Value of a dotted key, or undefined when the settings do not name it. */
export function valueAt(tree: Tree, key: string): unknown {
  return key.split('.').reduce<unknown>((node, name) => (isMap(node) ? node[name] : undefined), tree);
}

const isMap = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);
