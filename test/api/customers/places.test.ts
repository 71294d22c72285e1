import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseConfig } from '../../../domain/settings/load-config.ts';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';

let api: TestApi;
let staff: Client;
let customerId: number;

beforeAll(async () => {
  api = await createTestApi();
  staff = await api.staff('view_customer_site', 'create_customer_site', 'update_customer_site', 'create_customer', 'delete_customer');
  customerId = (await staff('PUT', '/crm/customer/', { customer_name: 'Jane' })).body.customer_id;
});
afterAll(() => api.close());

const site = (fields: object) => staff('PUT', '/crm/site/', { customer_id: customerId, site_name: 'Home', ...fields });

describe('sites must be somewhere', () => {
  test('happy: a full Plus Code stands for coordinates', async () => {
    const { body } = await site({ plus_code: '9C3XGV4C+XV' });
    expect(body).toMatchObject({ plus_code: '9C3XGV4C+XV', country: 'United Kingdom' });
    expect(body.latitude).toBeCloseTo(51.5074, 3);
    expect(body.longitude).toBeCloseTo(-0.1278, 3);
  });

  test.each([
    [{}, 'latitude'],
    [{ plus_code: 'GV4C+XV' }, 'latitude'],
    [{ latitude: 51.5 }, 'longitude'],
    [{ latitude: 90.0001, longitude: 0 }, 'latitude'],
    [{ latitude: 0, longitude: -180.5 }, 'longitude'],
    [{ latitude: 'north', longitude: 0 }, 'latitude'],
    [{ latitude: 'NaN', longitude: 0 }, 'latitude'],
    [{ latitude: '1e999', longitude: 0 }, 'latitude'],
  ])('error: %j names %s', async (fields, field) => {
    expect(await site(fields)).toMatchObject({ status: 400, body: { error: { field } } });
  });

  test('error: a site cannot lose its place', async () => {
    const { body } = await site({ latitude: 1, longitude: 1 });
    const answer = await staff('PATCH', `/crm/site/site_id/${body.site_id}`, { latitude: null, longitude: null });
    expect(answer).toMatchObject({ status: 400, body: { error: { field: 'latitude' } } });
  });
});

describe('within a radius', () => {
  const within = async (latitude: number, longitude: number, radius: number, rest = '') =>
    (await staff('GET', `/crm/site/within?latitude=${latitude}&longitude=${longitude}&radius=${radius}${rest}`)).body;

  test('happy: nearest first with kilometres, in pages, across the date line', async () => {
    await site({ site_name: 'West of the line', latitude: -16.5, longitude: 179.9 });
    await site({ site_name: 'East of the line', latitude: -16.5, longitude: -179.9 });
    const page = await within(-16.5, 179.95, 30);
    expect(page.data.map((row: { site_name: string }) => row.site_name)).toEqual(['West of the line', 'East of the line']);
    expect(page.data[0]).toMatchObject({ customer_id: customerId, customer_name: 'Jane', distance_km: expect.closeTo(5.33, 1) });
    expect((await within(-16.5, 179.95, 30, '&per_page=1&page=2')).data).toHaveLength(1);
    expect((await within(-16.5, 179.95, 6)).pagination.total_items).toBe(1);
  });

  test('happy: the same sites as a plain great-circle sum finds, for any place and radius', async () => {
    const made = fc.sample(fc.tuple(fc.double({ min: -90, max: 90, noNaN: true }), fc.double({ min: -180, max: 180, noNaN: true })), { numRuns: 60, seed: 7 });
    const id = (await staff('PUT', '/crm/customer/', { customer_name: 'Many' })).body.customer_id;
    for (const [latitude, longitude] of made) await site({ customer_id: id, latitude, longitude });
    const all = (await within(0, 0, 20_038, '&per_page=200')).data as { site_id: number; latitude: number; longitude: number }[];
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: -90, max: 90, noNaN: true }),
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.double({ min: 1, max: 19_000, noNaN: true }),
        async (latitude, longitude, radius) => {
          const distances = all.map((row) => ({ id: row.site_id, km: haversine(latitude, longitude, row.latitude, row.longitude) }));
          const found = new Set((await within(latitude, longitude, radius, '&per_page=200')).data.map((row: { site_id: number }) => row.site_id));
          // Both ways of counting may differ by a metre at the very edge.
          const sure = distances.filter(({ km }) => Math.abs(km - radius) > 0.01);
          expect(sure.filter(({ id }) => found.has(id))).toEqual(sure.filter(({ km }) => km < radius));
        },
      ),
      { numRuns: 25 },
    );
  });

  test('happy: the index answers it', async () => {
    const plan = await api.em().transactional(async (em) => {
      await em.execute('set local enable_seqscan = off');
      return em.execute<{ 'QUERY PLAN': string }[]>(
        `explain select 1 from customer_site s where latitude is not null and longitude is not null
          and cube_enlarge(earth_point(51.5, 0), 5000, 3) @> earth_point(s.latitude, s.longitude)`,
      );
    });
    expect(JSON.stringify(plan)).toContain('customer_site_position');
  });

  test('error: an impossible circle names its field', async () => {
    for (const [query, field] of [
      ['latitude=91&longitude=0&radius=5', 'latitude'],
      ['latitude=0&longitude=181&radius=5', 'longitude'],
      ['latitude=0&longitude=0&radius=0', 'radius'],
      ['latitude=0&longitude=0&radius=1e9', 'radius'],
      ['latitude=0&longitude=0', 'radius'],
      ['longitude=0&radius=1', 'latitude'],
    ])
      expect(await staff('GET', `/crm/site/within?${query}`)).toMatchObject({ status: 400, body: { error: { field } } });
  });

  test('security: a tenant finds only its own sites; archived customers’ are not found', async () => {
    const other = (await staff('PUT', '/crm/customer/', { customer_name: 'Other' })).body.customer_id;
    await site({ customer_id: other, latitude: 10, longitude: 10 });
    await site({ latitude: 10, longitude: 10 });
    const tenant = await api.customerUser(other, 'view_own_customer_site');
    const own = (await tenant('GET', '/crm/site/within?latitude=10&longitude=10&radius=1')).body.data;
    expect(own.map((row: { customer_id: number }) => row.customer_id)).toEqual([other]);
    await staff('DELETE', `/crm/customer/customer_id/${other}`);
    expect((await within(10, 10, 1)).pagination.total_items).toBe(1);
    expect((await (await api.staff('view_product'))('GET', '/crm/site/within?latitude=10&longitude=10&radius=1')).status).toBe(403);
  });
});

describe('geocoding', () => {
  let google: Server;
  let asked: URL[];
  let withKey: TestApi;
  let answer: unknown;

  beforeAll(async () => {
    asked = [];
    google = createServer((request, response) => {
      asked.push(new URL(request.url ?? '', 'http://google'));
      response.end(JSON.stringify(answer));
    });
    await new Promise<void>((done) => google.listen(0, '127.0.0.1', done));
    const { port } = google.address() as AddressInfo;
    const maps = { google_api_key: 'test-key', google_base_url: `http://127.0.0.1:${port}` };
    const settings = { environment: 'local', ocs: { ocsTenant: 't', cgrates: '127.0.0.1:1' }, jwt_secret: 'test-secret-that-is-32-characters-long', maps };
    withKey = await createTestApi({ config: parseConfig(settings, 'test') });
  });
  afterAll(async () => {
    await withKey.close();
    google.close();
  });

  test('happy: without a key, towns, Plus Codes and coordinates are found offline', async () => {
    const find = async (address: string) => (await staff('GET', `/crm/geocode?address=${encodeURIComponent(address)}`)).body;
    const towns = await find('bristol, united');
    expect(towns.provider).toBe('offline');
    expect(towns.data[0]).toMatchObject({ city: 'Bristol', country: 'United Kingdom', precision: 'town' });
    expect((await find('São Paulo')).data[0]).toMatchObject({ city: 'São Paulo', country: 'Brazil' });
    expect((await find('51.5074, -0.1278')).data[0]).toMatchObject({ latitude: 51.5074, longitude: -0.1278, plus_code: '9C3XGV4C+XV' });
    expect((await find('9C3XGV4C+XV')).data[0]?.latitude).toBeCloseTo(51.5074, 3);
    expect((await find('no such town at all')).data).toEqual([]);
    const back = (await staff('GET', '/crm/geocode/reverse?latitude=51.4545&longitude=-2.5879')).body.data[0];
    expect(back).toMatchObject({ country: 'United Kingdom', address_line_1: null, latitude: 51.4545 });
    expect((await staff('GET', '/crm/geocode/reverse?latitude=0&longitude=-30')).body.data[0]).toMatchObject({ city: null, country: null });
  });

  test('happy: with a key Google is asked, and its parts become those of a site', async () => {
    answer = {
      status: 'OK',
      results: [
        {
          formatted_address: '1 High Street, Bristol BS1 2AA, UK',
          place_id: 'ChIJ1',
          types: ['street_address'],
          geometry: { location: { lat: 51.4545, lng: -2.5879 } },
          address_components: [
            { long_name: '1', types: ['street_number'] },
            { long_name: 'High Street', types: ['route'] },
            { long_name: 'Bristol', types: ['postal_town'] },
            { long_name: 'England', types: ['administrative_area_level_1'] },
            { long_name: 'United Kingdom', types: ['country'] },
            { long_name: 'BS1 2AA', types: ['postal_code'] },
          ],
        },
      ],
    };
    const client = await withKey.staff('view_customer_site');
    const { body } = await client('GET', '/crm/geocode?address=1%20High%20Street');
    expect(body).toMatchObject({
      provider: 'google',
      data: [
        {
          address_line_1: '1 High Street',
          city: 'Bristol',
          zip_code: 'BS1 2AA',
          country: 'United Kingdom',
          google_maps_place_id: 'ChIJ1',
          precision: 'address',
        },
      ],
    });
    await client('GET', '/crm/geocode/reverse?latitude=51.4545&longitude=-2.5879');
    expect(asked.map((url) => [url.searchParams.get('address'), url.searchParams.get('latlng'), url.searchParams.get('key')])).toEqual([
      ['1 High Street', null, 'test-key'],
      [null, '51.4545,-2.5879', 'test-key'],
    ]);
  });

  test('error: a refusal of Google is 503 without the key', async () => {
    answer = { status: 'REQUEST_DENIED', error_message: 'key test-key is wrong' };
    const { status, body } = await (await withKey.staff('view_customer_site'))('GET', '/crm/geocode?address=Bristol');
    expect(status).toBe(503);
    expect(JSON.stringify(body)).not.toContain('test-key');
  });

  test('error and security: too short, too long, impossible; not without permission', async () => {
    expect((await staff('GET', '/crm/geocode?address=x')).body.error.field).toBe('address');
    expect((await staff('GET', `/crm/geocode?address=${'x'.repeat(301)}`)).status).toBe(400);
    expect((await staff('GET', '/crm/geocode/reverse?latitude=99&longitude=0')).body.error.field).toBe('latitude');
    expect((await api.anonymous('GET', '/crm/geocode?address=Bristol')).status).toBe(401);
    expect((await (await api.staff('view_product'))('GET', '/crm/geocode?address=Bristol')).status).toBe(403);
  });
});

function haversine(latitude: number, longitude: number, toLatitude: number, toLongitude: number): number {
  const rad = (degrees: number): number => (degrees * Math.PI) / 180;
  const h =
    Math.sin(rad(toLatitude - latitude) / 2) ** 2 + Math.cos(rad(latitude)) * Math.cos(rad(toLatitude)) * Math.sin(rad(toLongitude - longitude) / 2) ** 2;
  return 2 * 6371.0088 * Math.asin(Math.min(1, Math.sqrt(h)));
}
