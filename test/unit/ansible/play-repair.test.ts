import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { quoteBareTemplates } from '../../../domain/provisioning/play-repair.ts';

const shipped = join(import.meta.dirname, '../../../playbooks/plays');

describe('quoteBareTemplates', () => {
  it.each([
    ['in JSON within YAML', 'body:\n  { "id": {{ customer_id | int }}, "n": null }\n', { body: { id: '{{ customer_id | int }}', n: null } }],
    ['in a list', 'a: [{{ x }}, {{ y }}]\n', { a: ['{{ x }}', '{{ y }}'] }],
    ['as a plain value', 'customer_id: {{ customer_id | int }}\n', { customer_id: '{{ customer_id | int }}' }],
    ['with quotes and commas', `a: {{ x['b'] | default('c, d') }}\n`, { a: "{{ x['b'] | default('c, d') }}" }],
    ['with both kinds of quotes', `a: {"x": {{ y['b'] | default("c") }}}\n`, { a: { x: `{{ y['b'] | default("c") }}` } }],
    ['over two lines', 'a: {{ x\n   | int }}\nb: 1\n', { a: '{{ x | int }}', b: 1 }],
    ['with a comment behind it', 'a: {{ x }} # why\n', { a: '{{ x }}' }],
    ['with Windows line ends', "a: {{ x['y'] }}\r\nb: 1\r\n", { a: "{{ x['y'] }}", b: 1 }],
  ])('quotes a template %s', (_, text, expected) => {
    expect(parse(quoteBareTemplates(text))).toEqual(expected);
  });

  it.each([
    'a: "{{ x }}"\n',
    "a: '{{ x }}: {{ y }}'\n",
    'a: { b: {} }\n',
    'a: { b: { c } }\n',
    'msg: text with {{ x }} inside\n',
    'a: |\n  {{ x }}\n  b: {{ y }}\n',
    '# customer_id: {{ x }}\na: 1\n',
  ])('leaves %j as it is', (text) => {
    expect(quoteBareTemplates(text)).toBe(text);
  });

  it.each(readdirSync(shipped).filter((name) => name.endsWith('.yaml')))('leaves the shipped %s as it is', (name) => {
    const text = readFileSync(join(shipped, name), 'utf8');
    expect(quoteBareTemplates(text)).toBe(text);
  });
});
