import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';
import { insert } from '../../support/seed.ts';

let api: TestApi;
let staff: Client;
let homeKind: number;

const square = (west: number, south: number, size: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [west + size, south],
      [west + size, south + size],
      [west, south + size],
      [west, south],
    ],
  ],
});
const ask = (query: Record<string, string | number>, caller = staff) =>
  caller('GET', `/crm/inventory/qualification?${new URLSearchParams(Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]))}`);
const home = (fields: object) => staff('PUT', '/crm/inventory', { item: 'Home passed', itemtext1: 'SP-1', ...fields });

beforeAll(async () => {
  api = await createTestApi();
  staff = await api.staff('view_inventory', 'create_inventory', 'update_inventory', 'delete_inventory', 'update_inventory_template', 'view_customer_site');
  homeKind = await insert(api.em(), 'inventory_template', { item: 'Home passed', itemtext1_label: 'Splitter' });
  await insert(api.em(), 'product', { product_name: 'Fibre 500', product_slug: 'fibre-500', service_type: 'internet', enabled: true });
  await insert(api.em(), 'product', { product_name: 'Mobile', product_slug: 'mobile', service_type: 'mobile', enabled: true });
  expect((await staff('PUT', `/crm/inventory/homes_passed/inventory_template_id/${homeKind}`, { service_types: ['internet'] })).status).toBe(200);
  await home({ address_line_1: '12, High St.', city: 'Leeds', zip_code: 'LS1 4AB', country: 'United Kingdom', latitude: 53.7995, longitude: -1.5491 });
  await home({ address_line_1: '14 High St', city: 'Leeds', latitude: 53.79952, longitude: -1.5485, item_state: 'In Transit' });
  await home({ address_line_1: '16 High St', city: 'York', item_state: 'Out of Service' });
});
afterAll(() => api.close());

describe('happy', () => {
  test('an address that is passed can be given its service, with the products there are', async () => {
    const { body } = await ask({ address_line_1: '12 high st', city: 'LEEDS', zip_code: 'ls14ab' });
    expect(body).toMatchObject({ is_qualified: true, service_types: ['internet'], point: { latitude: 53.7995 } });
    expect(body.homes).toMatchObject([{ address: '12, High St., Leeds, LS1 4AB, United Kingdom', home_state: 'available', is_guess: false }]);
    expect(body.products.map((product: { product_name: string }) => product.product_name)).toEqual(['Fibre 500']);
  });

  test('a point finds the homes around it, nearest first, and what is being built', async () => {
    const { body } = await ask({ latitude: 53.7995, longitude: -1.5491 });
    expect(body.homes.map((match: { distance_m: number }) => match.distance_m)).toEqual([0, expect.any(Number)]);
    expect(body.homes[1]).toMatchObject({ home_state: 'planned', distance_m: 39 });
    expect((await ask({ latitude: 53.7995, longitude: -1.5491, radius_m: 20 })).body.homes).toHaveLength(1);
    const planned = await ask({ address_line_1: '14 High St' });
    expect(planned.body).toMatchObject({ is_qualified: false, service_types: [], planned_service_types: ['internet'] });
  });

  test('what cannot be connected, and an address in another town, is no service; alike addresses are only guesses', async () => {
    expect((await ask({ address_line_1: '16 High St' })).body).toMatchObject({ is_qualified: false, homes: [{ home_state: 'unavailable' }] });
    expect((await ask({ address_line_1: '12 High St', city: 'York' })).body.homes.every((match: { is_guess: boolean }) => match.is_guess)).toBe(true);
    const { body } = await ask({ address_line_1: '12 Hihg Street', city: 'Leeds' });
    expect(body.is_qualified).toBe(false);
    expect(body.homes[0]).toMatchObject({ is_guess: true });
  });

  test('areas are taken in from GeoJSON, changed by name, and asked by point, with their holes', async () => {
    const hole = { type: 'Polygon', coordinates: [...square(10, 50, 2).coordinates, ...square(10.5, 50.5, 0.5).coordinates] };
    const collection = {
      type: 'FeatureCollection',
      features: [
        { type: 'Feature', properties: { name: 'Cell A', service_types: 'internet, voip' }, geometry: hole },
        {
          type: 'Feature',
          properties: { name: 'Cell B', status: 'planned' },
          geometry: { type: 'MultiPolygon', coordinates: [square(11, 51, 1).coordinates] },
        },
      ],
    };
    const load = () => staff('POST', '/crm/coverage_area/import', { service_types: ['mobile'], collection });
    expect((await load()).body).toEqual({ created: 2, updated: 0 });
    expect((await load()).body).toEqual({ created: 0, updated: 2 });
    expect((await ask({ latitude: 50.2, longitude: 10.2 })).body).toMatchObject({ service_types: ['internet', 'voip'], areas: [{ name: 'Cell A' }] });
    expect((await ask({ latitude: 50.7, longitude: 10.7 })).body).toMatchObject({ is_qualified: false, areas: [] });
    expect((await ask({ latitude: 51.5, longitude: 11.5 })).body).toMatchObject({ planned_service_types: ['mobile'], service_types: ['internet', 'voip'] });
    const [cell] = (await staff('GET', '/crm/coverage_area')).body.data;
    expect(await staff('PATCH', `/crm/coverage_area/area_id/${cell?.area_id}`, { status: 'planned', name: 'Cell A1' })).toMatchObject({
      status: 200,
      body: { name: 'Cell A1' },
    });
    expect((await staff('DELETE', `/crm/coverage_area/area_id/${cell?.area_id}`)).status).toBe(200);
    expect((await ask({ latitude: 50.2, longitude: 10.2 })).body.areas).toEqual([]);
  });

  test('a customer’s site and a Plus Code are places too', async () => {
    const customerId = await insert(api.em(), 'customer', { customer_name: 'Jane' });
    const siteId = await insert(api.em(), 'customer_site', {
      customer_id: customerId,
      site_name: 'Home',
      country: 'UK',
      address_line_1: '12 High St',
      city: 'Leeds',
    });
    expect((await ask({ site_id: siteId })).body.is_qualified).toBe(true);
    expect((await ask({ plus_code: '9C5WQFX2+Q9', radius_m: 1000 })).body.point.latitude).toBeCloseTo(53.7995, 2);
  });

  test('the map shows what lies in its box, also across the date line', async () => {
    await home({ itemtext1: 'fiji', latitude: -17, longitude: 179.5 });
    const url = '/crm/inventory/map';
    expect((await staff('GET', `${url}?west=-2&south=53&east=-1&north=54`)).body).toMatchObject({
      is_complete: true,
      data: [{ latitude: 53.79952 }, { latitude: 53.7995 }],
    });
    expect((await staff('GET', `${url}?west=179&south=-20&east=-179&north=0`)).body.data).toMatchObject([{ itemtext1: 'fiji' }]);
    const filters = encodeURIComponent(JSON.stringify({ item_state: ['In Transit'] }));
    expect((await staff('GET', `${url}?filters=${filters}`)).body.data).toHaveLength(1);
  });
});

describe('error', () => {
  test.each([
    [{}, 'address_line_1'],
    [{ latitude: 1 }, 'longitude'],
    [{ latitude: 91, longitude: 0 }, 'latitude'],
    [{ plus_code: 'XX' }, 'plus_code'],
    [{ latitude: 1, longitude: 1, radius_m: 0 }, 'radius_m'],
  ])('%j names %s', async (query, field) => {
    expect(await ask(query as Record<string, number>)).toMatchObject({ status: 400, body: { error: { field } } });
  });

  test('an unknown site is 404', async () => expect((await ask({ site_id: 999 })).status).toBe(404));

  test.each([
    [{ type: 'Point', coordinates: [0, 0] }],
    [
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      },
    ],
    [
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 1],
          ],
        ],
      },
    ],
    [
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [999, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      },
    ],
    [null],
  ])('%j is no shape of an area', async (geometry) => {
    expect(await staff('PUT', '/crm/coverage_area', { name: 'X', service_types: ['mobile'], geometry })).toMatchObject({
      status: 400,
      body: { error: { field: 'geometry' } },
    });
  });

  test('a file with a faulty feature brings nothing and names it; names are unique', async () => {
    const collection = {
      type: 'FeatureCollection',
      features: [
        { properties: { name: 'Good' }, geometry: square(0, 0, 1) },
        { properties: {}, geometry: square(0, 0, 1) },
      ],
    };
    const answer = await staff('POST', '/crm/coverage_area/import', { service_types: ['mobile'], collection });
    expect(answer).toMatchObject({ status: 400, body: { error: { faults: [{ field: 'features.1.properties.name' }] } } });
    expect((await staff('GET', '/crm/coverage_area')).body.data.map((area: { name: string }) => area.name)).not.toContain('Good');
    const area = { name: 'Twice', service_types: ['mobile'], geometry: square(0, 0, 1) };
    expect((await staff('PUT', '/crm/coverage_area', area)).status).toBe(200);
    expect((await staff('PUT', '/crm/coverage_area', area)).status).toBe(409);
    expect((await staff('PATCH', '/crm/coverage_area/area_id/99999', { name: 'Y' })).status).toBe(404);
  });
});

describe('security', () => {
  test.each([
    ['GET', '/crm/inventory/qualification?latitude=1&longitude=1'],
    ['GET', '/crm/coverage_area'],
    ['PUT', '/crm/coverage_area'],
    ['POST', '/crm/coverage_area/import'],
    ['PATCH', '/crm/coverage_area/area_id/1'],
    ['DELETE', '/crm/coverage_area/area_id/1'],
    ['GET', '/crm/inventory/homes_passed'],
    ['PUT', '/crm/inventory/homes_passed/inventory_template_id/1'],
    ['GET', '/crm/inventory/map'],
  ] as const)('%s %s needs its permission', async (method, url) => {
    const body = method === 'GET' || method === 'DELETE' ? undefined : {};
    expect((await api.anonymous(method, url, body)).status).toBe(401);
    expect((await (await api.staff('view_product'))(method, url, body)).status).toBe(403);
  });

  test('a customer’s map has its own items alone, and coverage is the staff’s', async () => {
    const customerId = await insert(api.em(), 'customer', { customer_name: 'Own' });
    await home({ itemtext1: 'mine', customer_id: customerId, latitude: 1, longitude: 1 });
    const tenant = await api.customerUser(customerId, 'view_own_inventory');
    expect((await tenant('GET', '/crm/inventory/map')).body.data).toMatchObject([{ itemtext1: 'mine' }]);
    expect((await ask({ latitude: 1, longitude: 1 }, tenant)).status).toBe(403);
  });
});
