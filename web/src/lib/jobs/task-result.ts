/** The one line of a task's result that says what went wrong, when there is one. */
export function failureLine(result: unknown): string | undefined {
  if (typeof result === 'string') return result || undefined;
  if (typeof result !== 'object' || result === null) return undefined;
  const fields = result as Record<string, unknown>;
  for (const key of ['msg', 'stderr', 'exception', 'error']) {
    const value = fields[key];
    if (typeof value === 'string' && value.trim()) return value.trim().split('\n').at(-1);
  }
  return undefined;
}

/** True when there is something to unfold. */
export function hasResult(result: unknown): boolean {
  if (result === null || result === undefined || result === '') return false;
  return typeof result !== 'object' || Object.keys(result).length > 0;
}

/** A module's name without the collection every Ansible has: "ansible.builtin.uri" → "uri". */
export function shortModule(name: string): string {
  return name.replace(/^ansible\.(builtin|legacy)\./, '');
}

/**
 * True for the assertion that plays written for this contract end their rescue with (chapter 18): it fails on purpose, so that a
 * rolled-back provisioning counts as failed.
 */
export function endsRollback(result: unknown): boolean {
  if (typeof result !== 'object' || result === null) return false;
  const { assertion } = result as Record<string, unknown>;
  return typeof assertion === 'string' && /^\s*action\s*==\s*["']deprovision["']\s*$/.test(assertion);
}

/** True for the result of a task whose failure made the play's own `rescue` take over. */
export function wasRescued(result: unknown): boolean {
  return typeof result === 'object' && result !== null && (result as Record<string, unknown>).rescued === true;
}
