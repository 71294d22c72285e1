import { z } from '@hono/zod-openapi';
import type { ColumnKind, Columns, RecordJson } from '../../domain/record.ts';

/** The documentation of a record in an answer, made from the columns the domain shows. */
export function recordShape<C extends Columns>(columns: C, name: string): z.ZodObject<{ [K in keyof C]: z.ZodType<RecordJson<C>[K]> }> {
  const shape = Object.fromEntries(Object.entries(columns).map(([key, kind]) => [key, columnShape(kind)]));
  return z.object(shape).openapi(name) as unknown as z.ZodObject<{ [K in keyof C]: z.ZodType<RecordJson<C>[K]> }>;
}

function columnShape(kind: ColumnKind): z.ZodType {
  if (typeof kind !== 'string') return z.enum(kind as [string, ...string[]]);
  const base = shapes[kind.replace('?', '')] ?? z.unknown();
  return kind.endsWith('?') ? base.nullable() : base;
}

const shapes: Record<string, z.ZodType> = {
  int: z.int(),
  text: z.string(),
  flag: z.boolean(),
  amount: z.number(),
  real: z.number(),
  instant: z.iso.datetime(),
};
