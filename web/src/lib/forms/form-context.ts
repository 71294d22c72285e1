import { getContext, hasContext, setContext } from 'svelte';

const key = Symbol('form-errors');

/** Looks up the message for a field by the API's field name. */
export type FieldErrorLookup = (field: string) => string | undefined;

/** Gives the inputs below the current component their errors by field name. */
export function provideFormErrors(lookup: FieldErrorLookup): void {
  setContext(key, lookup);
}

/** Returns the lookup of the form around the current component, or one that finds nothing. */
export function formErrorFor(): FieldErrorLookup {
  return hasContext(key) ? getContext<FieldErrorLookup>(key) : () => undefined;
}
