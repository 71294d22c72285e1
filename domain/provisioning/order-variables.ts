import { DomainError, type FieldFault, precondition } from '../errors.ts';
import { type Variables, variableNameFaults } from './merge-variables.ts';
import type { StockChoice } from './order-payload.ts';
import { playVariableFaults } from './play-variables.ts';

/** Keys of an order's body that are not variables. */
export const orderKeys = ['product_id', 'customer_id', 'service_id', 'provisioning_play'] as const;

/** An order's body sorted into the stock it asks for and the variables it gives; throws a `validation` error with every fault. */
export function sortBody(
  body: Readonly<Record<string, unknown>>,
  required: readonly string[],
  templates: ReadonlySet<string>,
): { request: Variables; stock: StockChoice[] } {
  const entries = Object.entries(body).filter(([key]) => !(orderKeys as readonly string[]).includes(key));
  const isStock = ([key]: [string, unknown]): boolean => required.includes(key) || templates.has(key);
  const asked = new Map(entries.filter(isStock));
  const request = Object.fromEntries(entries.filter((entry) => !isStock(entry)));
  const faults: FieldFault[] = [...variableNameFaults(Object.keys(request)), ...playVariableFaults(request)];
  const stock: StockChoice[] = [];
  for (const item of new Set([...required, ...asked.keys()])) {
    const choice = stockChoice(item, asked.get(item));
    if ('message' in choice) faults.push(choice);
    else stock.push(choice);
  }
  const [first] = faults;
  if (first !== undefined) throw new DomainError('validation', `${first.field}: ${first.message}`, { faults });
  return { request: request as Variables, stock };
}

function stockChoice(item: string, value: unknown): StockChoice | FieldFault {
  if (value === undefined || value === null || value === '')
    return { field: item, message: 'must be chosen: an inventory_id, or "auto" for any available one' };
  if (typeof value === 'string' && value.trim().toLowerCase() === 'auto') return { item, inventoryId: null };
  const id = typeof value === 'string' && /^\s*\d{1,9}\s*$/.test(value) ? Number(value) : value;
  if (typeof id === 'number' && Number.isInteger(id) && id > 0 && id <= 2_147_483_647) return { item, inventoryId: id };
  return { field: item, message: 'must be an inventory_id or "auto"' };
}

/** Variables stored as JSON text with a product or a service; throws `precondition` naming the field when the text is no JSON object. */
export function storedVariables(text: string | null, field: string): Variables {
  if (text === null || text.trim() === '') return {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Variables;
  } catch {
    // Said below.
  }
  throw precondition(`${field} is not a JSON object; mend it before ordering.`, field);
}
