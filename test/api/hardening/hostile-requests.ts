import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Route, Schema } from '../access/support/route-table.ts';
import { type Known, requestOf, sample } from '../access/support/sample.ts';

/** A request as raw as it goes over the wire. */
export interface RawRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
}

export const deep = (levels: number, open: string, close: string): string => open.repeat(levels) + close.repeat(levels);
export const tenMebibytes = 10 * 1024 * 1024;

const hostileTexts = [
  '',
  ' ',
  'a',
  '%',
  '_',
  '\\',
  '%_\\',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e\u0007',
  "' or 1=1 --",
  '"; drop table customer; --',
  '=HYPERLINK("http://evil")',
  '{{ 7*7 }}',
  '{% raw %}',
  '../../etc/passwd',
  '\r\nSet-Cookie: x=1',
  '-1',
  '0',
  '1e999',
  'NaN',
  '99999999999999999999',
  '9007199254740993',
  '-2147483649',
  '2026-02-30',
  '٣',
  '2147483648',
  '0x10',
  '1.5',
  'null',
  'true',
  '[]',
  '{}',
  '{"customer_id":[1]}',
  '{"__proto__":{"admin":true}}',
  '[[[[1]]]]',
  '9999-12-31T23:59:59Z',
  '+275760-09-13T00:00:00Z',
  '0000-00-00',
  '𝕏'.repeat(50),
  'x'.repeat(5000),
  '__proto__',
  'constructor',
];
const hostileText = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...hostileTexts) }, fc.string({ unit: 'binary', maxLength: 60 }));
const hostileNumber = fc.oneof(
  fc.constantFrom(0, -0, -1, 1.5, 2 ** 31, 2 ** 53, 1e308, 5e-324),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  hostileNumber,
  fc.constantFrom(null, true, false, [], {}, [null], { a: { b: [] } }, [[['x']]], { length: 1e9 }, { toString: 1 }),
  fc.jsonValue({ maxDepth: 4 }),
);

/** What may go wrong with the text of a body. */
const brokenBodies: fc.Arbitrary<Pick<RawRequest, 'body' | 'headers'>> = fc.constantFrom<Pick<RawRequest, 'body' | 'headers'>[]>(
  ...[
    '{',
    '{"a":',
    '',
    'null',
    '0',
    '"text"',
    '[]',
    '[{}]',
    '{"a":1,}',
    "{'a':1}",
    '{"a":NaN}',
    '\ufeff{}',
    '{"a":"\\ud800"}',
    '{"a":"\\u0000"}',
    '{"a":1}{"b":2}',
    '{"name":"a","name":"b","role":"admin","role":"x"}',
    '{"customer_id":1e400}',
  ].map((body) => ({ body, headers: { 'content-type': 'application/json' } })),
  { body: deep(200_000, '[', ']'), headers: { 'content-type': 'application/json' } },
  { body: deep(100_000, '{"a":', '}'), headers: { 'content-type': 'application/json' } },
  { body: `{"a":${deep(60, '[', ']')}}`, headers: { 'content-type': 'application/json' } },
  { body: new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), headers: { 'content-type': 'application/json' } },
  { body: new Uint8Array(Buffer.from('\ufeff{"a":1}', 'utf16le')), headers: { 'content-type': 'application/json; charset=utf-16' } },
  ...['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/json-patch+json', 'nonsense', ''].map(
    (type) => ({
      body: '{"customer_name":"x"}',
      headers: { 'content-type': type },
    }),
  ),
  { body: new Uint8Array(Buffer.from('{"customer_name":"café"}', 'latin1')), headers: { 'content-type': 'application/json; charset=iso-8859-1' } },
  { body: '{}', headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } },
  { body: new Uint8Array(gzipSync('{"customer_name":"x"}')), headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } },
);

const oddHeaders = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Record<string, string>>({}) },
  fc.constantFrom<Record<string, string>[]>(
    { 'idempotency-key': 'x'.repeat(500) },
    { 'idempotency-key': '' },
    { 'x-request-id': 'x'.repeat(5000) },
    { 'x-request-id': '<script>' },
    { 'last-event-id': '-1' },
    { 'last-event-id': '9'.repeat(40) },
    { accept: 'text/html' },
    { cookie: 'access_token=%00; refresh_token=%ff' },
    { origin: 'null' },
    { 'x-forwarded-for': ',,,' },
    { authorization: 'Basic x' },
    { 'accept-language': '*'.repeat(2000) },
  ),
);

/** Hostile requests to the given routes: each is well formed in most places and hostile in some. */
export function hostileRequest(routes: readonly Route[], schemas: Record<string, Schema>, known: Known): fc.Arbitrary<RawRequest> {
  return fc.constantFrom(...routes).chain((route) =>
    fc.record({ path: pathOf(route, schemas, known), headers: oddHeaders, content: contentOf(route, schemas, known) }).map(({ path, headers, content }) => ({
      method: route.method.toUpperCase(),
      path,
      ...content,
      headers: { ...content.headers, ...headers },
    })),
  );
}

function pathOf(route: Route, schemas: Record<string, Schema>, known: Known): fc.Arbitrary<string> {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  const good = (name: string): string => String(known(name) ?? sample(route.parameters.find((one) => one.name === name)?.schema ?? {}, schemas, known, name));
  // What is removed cannot be tried any further.
  const part = (name: string) => (route.method === 'delete' ? hostileText : fc.oneof({ weight: 2, arbitrary: fc.constant(good(name)) }, hostileText));
  const query = fc.dictionary(fc.constantFrom('unknown', ...route.parameters.filter((one) => one.in === 'query').map(({ name }) => name)), hostileText, {
    maxKeys: 3,
  });
  return fc.tuple(fc.tuple(...names.map(part)), query, fc.boolean()).map(([values, asked, twice]) => {
    const path = names.reduce((text, name, at) => text.replace(`{${name}}`, encoded(values[at] ?? '')), route.path);
    const pairs = Object.entries(asked).flatMap(([name, value]) => Array<string>(twice ? 2 : 1).fill(`${name}=${encoded(value)}`));
    return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
  });
}

/** Percent-encoded; a lone surrogate becomes bytes that are no UTF-8. */
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed()).replaceAll('%EF%BF%BD', '%ED%A0%80');

function contentOf(route: Route, schemas: Record<string, Schema>, known: Known): fc.Arbitrary<Pick<RawRequest, 'body' | 'headers'>> {
  if (route.method === 'get') return fc.constant({ headers: {} });
  const valid = requestOf(route, schemas, { path: known, body: known }).body;
  const names = propertyNames(route, schemas);
  const changed = fc.dictionary(fc.oneof(fc.constantFrom('unknown', ...names), fc.string({ maxLength: 8 })), hostileValue, { maxKeys: 3 }).map((hostile) => ({
    body: JSON.stringify({ ...(valid as object), ...hostile }),
    headers: { 'content-type': 'application/json' },
  }));
  return fc.oneof({ weight: 4, arbitrary: changed }, brokenBodies);
}

function propertyNames({ body }: Route, schemas: Record<string, Schema>): string[] {
  const name = body?.$ref?.split('/').at(-1);
  return Object.keys((name === undefined ? body : schemas[name])?.properties ?? {});
}
