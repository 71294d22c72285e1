/** One choice of a select or filter. */
export interface Choice<Value extends string> {
  value: Value;
  label: string;
}

/** Makes choices from values that are their own labels; a lower-case value gets a capital. */
export function choices<Value extends string>(values: readonly Value[]): Choice<Value>[] {
  return values.map((value) => ({ value, label: value.charAt(0).toUpperCase() + value.slice(1) }));
}
