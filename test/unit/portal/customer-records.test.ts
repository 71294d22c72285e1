import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { missingOfSite, siteValues, takePlace, typedDegrees } from '#lib/customers/customer-values.ts';
import { contrast, luminance, readableInk } from '#lib/customers/readable-ink.ts';
import { tagInput, tagState, tagValues } from '#lib/customers/tag-values.ts';

test('the text of a tag can be read on any colour (4.5 to 1)', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffff }), (colour) => {
      const hex = colour.toString(16).padStart(6, '0');
      expect(contrast(luminance(hex), readableInk(hex) === '#000000' ? 0 : 1)).toBeGreaterThanOrEqual(4.5);
    }),
  );
});

describe('tags', () => {
  const tag = { tag_active_date: '2026-01-01T00:00:00.000Z', tag_deactivate_date: '2026-02-01T00:00:00.000Z' };

  test.each([
    ['2025-12-31T23:59:59Z', 'planned'],
    ['2026-01-01T00:00:00Z', 'shown'],
    ['2026-02-01T00:00:00Z', 'over'],
  ])('at %s the tag is %s', (now, state) => expect(tagState(tag, new Date(now))).toBe(state));

  test('an empty link is none, an empty end is for good, the colour loses its hash', () => {
    const values = { ...tagValues(undefined, new Date('2026-01-01T00:00:00Z')), tag_text: 'VIP', tag_link: ' ', tag_deactivate_date: null };
    expect(tagInput(values)).toEqual({
      tag_text: 'VIP',
      tag_hex_color: '2f6fed',
      tag_link: null,
      tag_active_date: '2026-01-01T00:00:00.000Z',
      tag_deactivate_date: '2099-01-01T00:00:00.000Z',
    });
  });
});

describe('places', () => {
  test('everything that a site needs is asked for at once', () => {
    expect(Object.keys(missingOfSite(siteValues()))).toEqual(['latitude', 'longitude', 'site_name']);
    expect(missingOfSite({ ...siteValues(), site_name: 'Depot', latitude: '0', longitude: '0' })).toEqual({});
  });

  const town = {
    label: 'Bristol, United Kingdom',
    site_name: null,
    address_line_1: null,
    address_line_2: null,
    city: 'Bristol',
    state: null,
    zip_code: null,
    country: 'United Kingdom',
    latitude: 51.45,
    longitude: -2.6,
    plus_code: '9C3VFC22+2X',
    google_maps_place_id: null,
    precision: 'town' as const,
  };

  test('a town fills gaps and keeps what was typed; an address replaces it', () => {
    const values = { ...siteValues(), city: 'Clifton' };
    takePlace(values, town);
    expect(values).toMatchObject({ city: 'Clifton', country: 'United Kingdom', plus_code: '9C3VFC22+2X' });
    takePlace(values, { ...town, precision: 'address', address_line_1: '1 High Street', site_name: 'Town hall' });
    expect(values).toMatchObject({ city: 'Bristol', address_line_1: '1 High Street', site_name: 'Town hall' });
  });

  test('only possible coordinates are a pin', () => {
    expect(typedDegrees('51.5', 90)).toBe(51.5);
    for (const text of ['', ' ', 'north', '90.1', '-91']) expect(typedDegrees(text, 90)).toBeUndefined();
  });
});
