import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCoordinates } from '../../../domain/customers/offline-geocoder.ts';
import { demandLocated, placeOf, plusCode } from '../../../domain/customers/plus-code.ts';
import { nearestTown, townsNamed } from '../../../domain/customers/towns.ts';

const latitude = fc.double({ min: -90, max: 90, noNaN: true });
const longitude = fc.double({ min: -180, max: 180, noNaN: true });
/** A Plus Code of ten digits is a square of 1/8000 degree. */
const square = 1 / 8000;

test('a Plus Code has eleven characters and leads back into its square', () => {
  fc.assert(
    fc.property(latitude, longitude, (lat, lng) => {
      const code = plusCode(lat, lng);
      expect(code).toMatch(/^[23456789CFGHJMPQRVWX]{8}\+[23456789CFGHJMPQRVWX]{2}$/);
      const place = placeOf(code);
      expect(Math.abs((place?.latitude ?? 999) - lat)).toBeLessThanOrEqual(square + 1e-6);
      const apart = Math.abs((place?.longitude ?? 999) - lng) % 360;
      expect(Math.min(apart, 360 - apart)).toBeLessThanOrEqual(square + 1e-6);
      expect(plusCode(place?.latitude ?? 0, place?.longitude ?? 0)).toBe(code);
    }),
  );
});

test('what is not a full Plus Code is no place, and never an exception', () => {
  for (const text of ['', 'GV4C+XV', '9C3XGV4C', '9C3XGV4C+X!', '+']) expect(placeOf(text)).toBeUndefined();
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(['undefined', 'number']).toContain(typeof placeOf(text)?.latitude);
    }),
  );
});

test('a place is required, and both coordinates are named', () => {
  expect(() => demandLocated({}, 'sites.1.')).toThrow(
    expect.objectContaining({
      faults: [
        { field: 'sites.1.latitude', message: expect.any(String) },
        { field: 'sites.1.longitude', message: expect.any(String) },
      ],
    }),
  );
  expect(demandLocated({ plus_code: '9c3xgv4c+xv' }).plus_code).toBe('9C3XGV4C+XV');
});

test('coordinates are read as people paste them', () => {
  expect(readCoordinates('51.5, -0.12')).toEqual({ latitude: 51.5, longitude: -0.12 });
  expect(readCoordinates(' -33.8 151.2 ')).toEqual({ latitude: -33.8, longitude: 151.2 });
  for (const text of ['91, 0', '0, 181', '1 High Street', '51.5', '51,5,3']) expect(readCoordinates(text)).toBeUndefined();
});

test('towns are found by the start of their name without accents, exact names first; the nearest names a place', async () => {
  expect((await townsNamed('sao paulo'))[0]).toMatchObject({ name: 'São Paulo', country: 'Brazil' });
  expect((await townsNamed('London'))[0]).toMatchObject({ country: 'United Kingdom' });
  expect((await townsNamed('london, canada'))[0]).toMatchObject({ country: 'Canada' });
  expect(await townsNamed('l')).toEqual([]);
  expect(await nearestTown(-0.01, -30)).toBeUndefined();
  expect(await nearestTown(-16.44, 179.4)).toMatchObject({ name: 'Labasa', country: 'Fiji' });
});
