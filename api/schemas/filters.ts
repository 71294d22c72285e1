import { z } from '@hono/zod-openapi';

const filterShape = z.record(z.string(), z.union([z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])), z.string(), z.number(), z.boolean()]));

/** Reads a list's `filters`, a JSON object of arrays or single values, as arrays by column; what else it is becomes a fault of the field. */
export function parseFilters(value: string | undefined, check: z.core.$RefinementCtx): Record<string, (string | number | boolean | null)[]> {
  if (value === undefined || value === '') return {};
  const parsed = filterShape.safeParse(tryJson(value));
  if (parsed.success && !value.includes('\u0000') && !value.includes('\\u0000')) {
    return Object.fromEntries(Object.entries(parsed.data).map(([key, entry]) => [key, Array.isArray(entry) ? entry : [entry]]));
  }
  check.addIssue({ code: 'custom', message: 'must be a JSON object of arrays such as {"status":["Open"]}' });
  return z.NEVER;
}

function tryJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
