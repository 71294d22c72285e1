import { readFileSync } from 'node:fs';
import { feature, mesh } from 'topojson-client';
import { describe, expect, test } from 'vitest';
import { linesWithoutSeams, withoutSeams } from '#lib/map/map-seams.ts';

type Shapes = ReturnType<typeof withoutSeams>;
type Atlas = Parameters<typeof mesh>[0] & { objects: { land: Extract<Parameters<typeof mesh>[1], { type: 'GeometryCollection' }> } };
/** Longitude and latitude, degrees. */
type Position = readonly number[];
const read = (detail: string): Atlas =>
  JSON.parse(readFileSync(new URL(`../../../node_modules/world-atlas/countries-${detail}.json`, import.meta.url), 'utf8')) as Atlas;

/** How far apart two neighbours of a line are at most, degrees of longitude, poles left out. */
const longestLeap = (line: readonly Position[]): number =>
  Math.max(0, ...line.slice(1).map((point, at) => (Math.abs(point[1] ?? 0) === 90 ? 0 : Math.abs((point[0] ?? 0) - (line[at]?.[0] ?? 0)))));
const ringsOf = (land: Shapes): Position[][] => land.features.flatMap(({ geometry }) => (geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : []));

describe('outlines of the world', () => {
  test('do not leap across the map at 180°', () => {
    const atlas = read('50m');
    const before = feature(atlas, atlas.objects.land);
    expect(Math.max(...ringsOf(before).map(longestLeap))).toBeGreaterThan(300);
    const rings = ringsOf(withoutSeams(before));
    expect(Math.max(...rings.map((ring) => longestLeap(ring)))).toBeLessThan(180);
    for (const ring of rings) expect(ring.at(-1)).toEqual(ring[0]);
    const coast = linesWithoutSeams({ type: 'Feature', properties: {}, geometry: mesh(atlas, atlas.objects.land) });
    expect(Math.max(...coast.geometry.coordinates.map(longestLeap))).toBeLessThan(180);
  });

  test('go on beyond 180°, and close around a pole', () => {
    const ring = [
      [170, 0],
      [-170, 0],
      [-170, 10],
      [170, 0],
    ];
    const cap = [
      [0, -70],
      [120, -70],
      [-120, -70],
      [0, -70],
    ];
    const made = withoutSeams({
      type: 'FeatureCollection',
      features: [{ type: 'Feature', properties: {}, geometry: { type: 'MultiPolygon', coordinates: [[ring], [cap]] } }],
    });
    expect(ringsOf(made)).toEqual([
      [
        [170, 0],
        [190, 0],
        [190, 10],
        [170, 0],
      ],
      [
        [0, -70],
        [120, -70],
        [240, -70],
        [360, -70],
        [360, -90],
        [0, -90],
        [0, -70],
      ],
    ]);
  });
});
