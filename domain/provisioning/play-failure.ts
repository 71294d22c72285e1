/** Kinds of failure that keep a play from running as written (chapter 18's fatal errors). */
export type FatalKind = 'syntax_error' | 'undefined_variable' | 'missing_play' | 'unexpected';

const causes: Record<FatalKind, readonly string[]> = {
  syntax_error: [
    'Indentation is off, or tabs were used where YAML wants spaces',
    'A value that begins with {{ is not in quotes',
    'A module or keyword is misspelt, or its collection is not installed',
    'A colon or # inside a value is not in quotes',
  ],
  undefined_variable: [
    'The product does not pass the variable: check its provisioning_json_vars',
    'An inventory item the play expects was not selected: check inventory_items_list',
    'An earlier request answered without the field the play reads',
    "The name is misspelt; names with spaces need hostvars[inventory_hostname]['…']",
  ],
  missing_play: [
    'The product names a play that does not exist: check provisioning_play',
    'The file is not in the folder of plays, or its name does not end in .yaml',
    'A file that the play imports is missing',
  ],
  unexpected: [
    'Ansible is not installed completely, or its Python is too old',
    'A plugin or collection beside the plays cannot be loaded',
    'The disk is full or the run directory cannot be written',
  ],
};

/** What usually lies behind a fatal error of this kind, most common first. */
export const commonCausesOf = (kind: FatalKind): string[] => [...causes[kind]];

/** Whether a task's failure means that a variable was not there. */
export const isUndefinedVariable = (message: string): boolean => /is undefined|has no attribute|undefined variable/i.test(message);

/** Kind of a failure in which no task failed, by Ansible's exit code (4: parser) and what it printed. */
export function fatalKindOf(exitCode: number | null, output: string): FatalKind {
  if (/the playbook: .* could not be found|Unable to retrieve file contents/i.test(output)) return 'missing_play';
  if (exitCode === 4 || /YAML parsing failed|Syntax Error while loading YAML|couldn't resolve module|conflicting action statements/i.test(output)) {
    return 'syntax_error';
  }
  return isUndefinedVariable(output) ? 'undefined_variable' : 'unexpected';
}

/** The first error Ansible printed, in one line. */
export function firstErrorIn(output: string): string | undefined {
  const match = /(?:\[ERROR\]|ERROR!|ERROR):?\s*([^\n]+)/.exec(output);
  return match?.[1]?.trim();
}
