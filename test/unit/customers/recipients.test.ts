import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contactTypes } from '../../../domain/customers/customer-rules.ts';
import { messageKinds, type Reachable, recipients } from '../../../domain/customers/recipients.ts';

const contact = (contact_id: number, contact_types: string, contact_email: string | null = `c${contact_id}@example.com`): Reachable => ({
  contact_id,
  contact_types,
  contact_email,
  contact_firstname: 'Ann',
  contact_lastname: '',
});
const ids = (contacts: Reachable[], kind: (typeof messageKinds)[number]): number[] => recipients(contacts, kind).map(({ contact_id }) => contact_id);

describe('who gets which mail', () => {
  const family = [contact(1, 'primary'), contact(2, 'billing'), contact(3, 'technical'), contact(4, 'billing,technical')];

  test.each([
    ['invoice', [2, 4]],
    ['invoice_reminder', [2, 4]],
    ['payment', [2, 4]],
    ['outage', [3, 4]],
    ['maintenance', [3, 4]],
    ['welcome', [1]],
    ['balance', [1]],
  ] as const)('%s', (kind, expected) => expect(ids(family, kind)).toEqual(expected));

  test('without a fitting type the primary contact gets it, and without that whoever can be reached', () => {
    expect(ids([contact(1, 'primary'), contact(2, 'technical')], 'invoice')).toEqual([1]);
    expect(ids([contact(1, 'billing', null), contact(2, 'primary')], 'invoice')).toEqual([2]);
    expect(ids([contact(1, 'other')], 'invoice')).toEqual([1]);
    expect(ids([contact(1, 'billing', null)], 'invoice')).toEqual([]);
  });

  test('an address in another case gets one mail', () => {
    expect(recipients([contact(1, 'billing', 'A@x.example'), contact(2, 'billing', 'a@X.example')], 'invoice')).toEqual([
      { contact_id: 1, email: 'A@x.example', name: 'Ann' },
    ]);
  });
});

test('somebody gets it whenever anybody can be reached, never without an address, each address once', () => {
  const anyContact = fc.record({
    contact_id: fc.nat(),
    contact_types: fc.subarray([...contactTypes], { minLength: 1 }).map((types) => types.join(',')),
    contact_email: fc.option(fc.constantFrom('a@x.example', 'B@x.example', 'b@x.example', ''), { nil: null }),
    contact_firstname: fc.string(),
    contact_lastname: fc.string(),
  });
  fc.assert(
    fc.property(fc.array(anyContact), fc.constantFrom(...messageKinds), (contacts, kind) => {
      const chosen = recipients(contacts, kind).map(({ email }) => email.toLowerCase());
      expect(chosen.length > 0).toBe(contacts.some(({ contact_email: email }) => email));
      expect(new Set(chosen).size).toBe(chosen.length);
      expect(chosen).not.toContain('');
    }),
  );
});
