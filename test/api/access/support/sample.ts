import type { Parameter, Route, Schema } from './route-table.ts';

/** Values that names stand for, e.g. the ids of a tenant; undefined leaves it to the schema. */
export type Known = (name: string) => unknown;

export interface Request {
  method: string;
  path: string;
  body?: unknown;
}

/** A request that fits the route’s schemas, made from their examples, enums, formats and what is known; its body has what must be there and what is known. */
export function requestOf(route: Route, schemas: Record<string, Schema>, known: { path: Known; body: Known }): Request {
  const valueOf = ({ name, schema }: Parameter): string => encodeURIComponent(textOf(known.path(name) ?? sample(schema ?? {}, schemas, known.path, name)));
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => valueOf(route.parameters.find((one) => one.name === name) ?? { name, in: 'path' }));
  const query = route.parameters.filter((one) => one.in === 'query' && one.required === true).map((one) => `${one.name}=${valueOf(one)}`);
  return {
    method: route.method.toUpperCase(),
    path: query.length === 0 ? path : `${path}?${query.join('&')}`,
    ...(route.body === undefined ? {} : { body: sample(route.body, schemas, known.body, '') }),
  };
}

const textOf = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** A value that fits a schema as far as JSON schema can say. */
export function sample(given: Schema, schemas: Record<string, Schema>, known: Known, name: string): unknown {
  const schema = resolved(given, schemas);
  const value = known(name);
  if (value !== undefined) return value;
  if (schema.example !== undefined) return withKnown(schema.example, known);
  if (schema.examples?.[0] !== undefined) return schema.examples[0];
  if (schema.enum) return schema.enum[0];
  if (schema.default !== undefined) return schema.default;
  if (schema.properties) {
    const wanted = Object.entries(schema.properties).filter(([key]) => schema.required?.includes(key) === true || known(key) !== undefined);
    return Object.fromEntries(wanted.map(([key, part]) => [key, sample(part, schemas, known, key)]));
  }
  if (schema.items) return [sample(schema.items, schemas, known, name)];
  return plain(schema);
}

/** An example whose fields hold what is known. */
const withKnown = (example: unknown, known: Known): unknown =>
  typeof example !== 'object' || example === null || Array.isArray(example)
    ? example
    : Object.fromEntries(Object.entries(example).map(([key, value]) => [key, known(key) ?? (value as unknown)]));

/** The schema itself, behind references and the first of alternatives. */
export function resolved(schema: Schema, schemas: Record<string, Schema>): Schema {
  if (schema.$ref !== undefined) return resolved(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, schemas);
  const [first] = schema.anyOf ?? schema.oneOf ?? [];
  if (first !== undefined) return resolved(first, schemas);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => resolved(part, schemas)), schema) as Schema;
  return schema;
}

function plain({ type, format, minimum, minLength = 0, maxLength = 1000 }: Schema): unknown {
  const kind = Array.isArray(type) ? type[0] : type;
  if (kind === 'integer' || kind === 'number') return Math.max(minimum ?? 1, 1);
  if (kind === 'boolean') return true;
  if (kind === 'object') return {};
  if (kind === 'array') return [];
  if (kind === 'null') return null;
  return (formats[format ?? ''] ?? 'sample').padEnd(minLength, 'x').slice(0, maxLength);
}

const formats: Record<string, string> = {
  'date-time': '2026-01-31T12:00:00Z',
  date: '2026-01-31',
  email: 'sample@example.com',
  uri: 'https://example.com/',
  uuid: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
};
