/** Reads a job's variables, which the contract carries as JSON text; text that is no JSON is shown as it is. */
export function parseVariables(variables: string | null): unknown {
  if (variables === null || variables.trim() === '') return undefined;
  try {
    return JSON.parse(variables) as unknown;
  } catch {
    return variables;
  }
}
