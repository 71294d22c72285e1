import type { FieldFault } from '../errors.ts';

/** A value a play can be given. */
export type VariableValue = string | number | boolean | null | VariableValue[] | { [key: string]: VariableValue };
export type Variables = Record<string, VariableValue>;

/** Where the variables of a play come from, weakest first (PRV-2). */
export interface VariableLayers {
  product: Variables;
  request: Variables;
  system: Variables;
  /** Stock: template name → inventory_id. */
  stock: Record<string, number>;
}

/** Names only the system may set: a request that could, would act as somebody else or on somebody else's account. */
export const systemVariableNames: readonly string[] = [
  'access_token',
  'refresh_token',
  'initiating_user',
  'provision_id',
  'uuid',
  'service_uuid',
  'action',
  'crm_config',
];

/** Names Ansible gives a meaning of its own; setting one changes how a play runs. */
const magicNames: readonly string[] = [
  'environment',
  'group_names',
  'groups',
  'hostvars',
  'inventory_dir',
  'inventory_file',
  'inventory_hostname',
  'inventory_hostname_short',
  'lookup',
  'omit',
  'play_hosts',
  'playbook_dir',
  'q',
  'query',
  'role_name',
  'role_path',
  'undef',
  'vars',
];

const safeName = /^[A-Za-z_][A-Za-z0-9_ -]{0,99}$/;

/** Merges the layers of a play's variables: product < request < system < stock (PRV-2, chapter 18). */
export const mergeVariables = ({ product, request, system, stock }: VariableLayers): Variables => ({ ...product, ...request, ...system, ...stock });

/** Faults of variable names that came from outside; none when all are safe to hand to Ansible. */
export function variableNameFaults(names: Iterable<string>): FieldFault[] {
  return [...names].flatMap((name) => {
    const message = nameFault(name);
    return message === undefined ? [] : [{ field: shown(name), message }];
  });
}

function nameFault(name: string): string | undefined {
  if (!safeName.test(name)) return 'is not a usable variable name: use letters, digits, _, - and spaces, starting with a letter';
  if (name.toLowerCase().startsWith('ansible_')) return 'must not start with ansible_';
  if (magicNames.includes(name)) return 'is a name Ansible keeps for itself';
  if (systemVariableNames.includes(name)) return 'is set by the system and cannot be given';
  return undefined;
}

/** A name as an error may show it: short, printable. */
const shown = (name: string): string => name.replace(/[^\x20-\x7e]/g, '?').slice(0, 60) || '(empty name)';
