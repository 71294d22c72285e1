import { type ItemTextKey, itemTextKeys } from './inventory-rules.ts';

/** Labels of a template, by the name of their column. */
export type TemplateLabels = { [K in `${ItemTextKey}_label`]?: string | null | undefined };

/** A label as a key of JSON: `Phone Number` → phone_number, `Número de Telefone` → numero_de_telefone. */
export const snakeCase = (label: string): string =>
  label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');

/** Keys of labels that hold what must not be seen by everybody: SIM keys, PINs, passwords. */
const secretKey =
  /^(ki|k|opc?|amf|adm\d*|kic|kid|kik|puk\d*(_code)?|pin\d*(_code)?)$|password|passwd|secret|private_key|auth_key|^(sim|auth|encryption)_key|senha|passphrase/;

/** Labels of telephone numbers, which plays also read as `msisdn`. */
const numberKey = /^(msisdn|(phone|mobile|telephone|did|fixed|landline)(_number)?|number|did|numero(_de_telefone|_movel|_de_telemovel)?|telefone)$/;

/** One of an item's free columns under the name its template gives it. */
export interface LabelledColumn {
  column: ItemTextKey;
  key: string;
  secret: boolean;
}

/** The labelled columns of a template, each key once: the first label wins. */
export function labelledColumns(labels: TemplateLabels): LabelledColumn[] {
  const taken = new Set<string>();
  return itemTextKeys.flatMap((column) => {
    const key = snakeCase(labels[`${column}_label`] ?? '');
    if (key === '') return [];
    const secret = secretKey.test(key);
    // A repeated label is shown once, but what it labels is no less secret.
    if (taken.has(key)) return secret ? [{ column, key: '', secret }] : [];
    taken.add(key);
    return [{ column, key, secret }];
  });
}

/** The item's values under their labels' keys, with `msisdn` for a number; keys that the record has itself are left out (INV-3). */
export function labelledValues(item: Record<string, unknown>, columns: readonly LabelledColumn[]): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const { column, key } of columns) if (key !== '' && !(key in item)) values[key] = item[column] ?? null;
  if (!('msisdn' in values)) {
    const number = columns.find(({ key, secret }) => !secret && numberKey.test(key));
    if (number !== undefined) values['msisdn'] = item[number.column] ?? null;
  }
  return values;
}
