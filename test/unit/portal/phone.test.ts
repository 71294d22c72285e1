import { expect, test } from 'vitest';
import { grouped } from '#lib/format/phone-groups.ts';

test.each([
  ['+447700900123', '+44 7700 900123'],
  ['447700900123', '+44 7700 900123'],
  ['0044 7700 900123', '+44 7700 900123'],
  ['+441214960100', '+44 121 496 0100'],
  ['+4930 901820', '+49 30 901820'],
  ['+12025550123', '+1 202 555 0123'],
])('%s is read as %s', (stored, shown) => expect(grouped(stored)).toBe(shown));

test.each(['07700 900123', '+44', '+999123456789', 'ask at the desk', '12345', '+44 7700 900123 ext. 5'])('%s stays as it is', (text) =>
  expect(grouped(text)).toBe(text),
);
