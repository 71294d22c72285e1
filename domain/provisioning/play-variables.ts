import type { FieldFault } from '../errors.ts';

export type PlayVariables = Record<string, unknown>;

/** Names that would change how Ansible itself runs, or where a play sends its token. */
const reserved = new Set([
  'crm_config',
  'environment',
  'group_names',
  'groups',
  'hostvars',
  'inventory_dir',
  'inventory_file',
  'inventory_hostname',
  'inventory_hostname_short',
  'omit',
  'play_hosts',
  'playbook_dir',
  'role_name',
  'vars',
]);

/** Variables of a request that a play must not be given, one fault each; empty when all may pass. */
export function playVariableFaults(variables: PlayVariables): FieldFault[] {
  const names = Object.keys(variables).flatMap((name): FieldFault[] => {
    if (name.startsWith('ansible_') || reserved.has(name)) return [{ field: name, message: 'is a name Ansible keeps for itself' }];
    return [];
  });
  return [...names, ...markerFaults(variables, '')];
}

/** Text of the variables file for `-e @file`: every string is marked unsafe, so `{{ }}` in it stays text. */
export function encodePlayVariables(variables: PlayVariables): string {
  return JSON.stringify(markUnsafe(variables));
}

function markUnsafe(value: unknown): unknown {
  // A lone surrogate cannot be written as UTF-8 and would stop Ansible before the first task.
  if (typeof value === 'string') return { __ansible_unsafe: value.toWellFormed() };
  if (Array.isArray(value)) return value.map(markUnsafe);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key.toWellFormed(), markUnsafe(part)]));
  }
  return value;
}

/** Keys like `__ansible_vault` are instructions to Ansible's JSON reader, at any depth. */
function markerFaults(value: unknown, path: string): FieldFault[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    const field = path === '' ? key : `${path}.${key}`;
    const own = key.startsWith('__ansible') ? [{ field, message: 'is a name Ansible keeps for itself' }] : [];
    return [...own, ...markerFaults(part, field)];
  });
}
