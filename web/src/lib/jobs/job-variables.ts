/** Reads a job's variables, which the contract carries as JSON text; text that is no JSON is shown as it is. */
export function parseVariables(variables: string | Record<string, unknown> | null): unknown {
  if (typeof variables !== 'string') return variables ?? undefined;
  if (variables.trim() === '') return undefined;
  try {
    return JSON.parse(variables) as unknown;
  } catch {
    return variables;
  }
}
