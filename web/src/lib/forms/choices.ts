/** One choice of a select or filter. */
export interface Choice<Value extends string> {
  value: Value;
  label: string;
}

/** Makes choices from values; unless `labelOf` names them they are their own labels, with a capital. */
export function choices<Value extends string>(
  values: readonly Value[],
  labelOf: (value: Value) => string = (value) => value.charAt(0).toUpperCase() + value.slice(1),
): Choice<Value>[] {
  return values.map((value) => ({ value, label: labelOf(value) }));
}
