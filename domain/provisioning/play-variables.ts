import type { FieldFault } from '../errors.ts';

export type PlayVariables = Record<string, unknown>;

/**
 * Variables that no play is ever given, one fault each: they would change how Ansible runs, or where the play sends
 * its token. Last line of defence; `merge-variables.ts` checks names where they come in.
 */
export function playVariableFaults(variables: PlayVariables): FieldFault[] {
  const names = Object.keys(variables).flatMap((name): FieldFault[] => {
    return /^(ansible_|crm_config$)/i.test(name) ? [{ field: name, message: 'is a name Ansible keeps for itself' }] : [];
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
