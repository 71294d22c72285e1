import type { Feature, FeatureCollection, MultiLineString, MultiPolygon, Polygon, Position } from 'geojson';

/**
 * Shapes as a map that repeats the world draws them. Natural Earth's outlines leap from 180° to −180°; drawn as they are
 * the leap is a line across the whole world, so they go on beyond 180° instead. An outline around a pole is closed there.
 */
export function withoutSeams(land: FeatureCollection): FeatureCollection {
  return {
    ...land,
    features: land.features.map((each) =>
      each.geometry.type === 'Polygon' || each.geometry.type === 'MultiPolygon'
        ? { ...each, geometry: joined(each.geometry) }
        : each,
    ),
  };
}

/** Lines that go on beyond 180° instead of leaping across the world. */
export const linesWithoutSeams = (lines: Feature<MultiLineString>): Feature<MultiLineString> => ({
  ...lines,
  geometry: { type: 'MultiLineString', coordinates: lines.geometry.coordinates.map(unwrapped) },
});

function joined(geometry: Polygon | MultiPolygon): MultiPolygon {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return { type: 'MultiPolygon', coordinates: polygons.map((rings) => rings.map((ring) => closed(unwrapped(ring)))) };
}

function unwrapped(line: readonly Position[]): Position[] {
  let turns = 0;
  let before: number | undefined;
  return line.map(([lng = 0, lat = 0]) => {
    if (before !== undefined && Math.abs(lng - before) > 180) turns += lng < before ? 1 : -1;
    before = lng;
    return [lng + turns * 360, lat];
  });
}

/** A ring that has gone around the world ends a turn away from its start. */
function closed(ring: Position[]): Position[] {
  const [first, last] = [ring[0], ring.at(-1)];
  if (!first || !last || Math.abs((last[0] ?? 0) - (first[0] ?? 0)) < 180) return ring;
  const pole = (first[1] ?? 0) < 0 ? -90 : 90;
  return [...ring, [last[0] ?? 0, pole], [first[0] ?? 0, pole], first];
}
