import { invalid } from '../../errors.ts';
import type { MultiPolygon, Polygon } from './area-columns.ts';

/** Corner-aligned box, WGS 84 degrees. */
export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** Most corners of one area; checking a point walks them all. */
const mostCorners = 100_000;

/** Reads a GeoJSON polygon (RFC 7946 §3.1.6) with its box; throws on `field` with what is wrong and where. */
export function readGeometry(value: unknown, field = 'geometry'): { geometry: Polygon | MultiPolygon; box: Box } {
  const { type, coordinates } = (typeof value === 'object' && value !== null ? value : {}) as { type?: unknown; coordinates?: unknown };
  if (type !== 'Polygon' && type !== 'MultiPolygon') throw invalid(field, 'must be a GeoJSON Polygon or MultiPolygon.');
  const polygons = type === 'Polygon' ? [coordinates] : coordinates;
  if (!Array.isArray(polygons) || polygons.length === 0) throw invalid(field, 'has no coordinates.');
  const box: Box = { west: 180, south: 90, east: -180, north: -90 };
  let corners = 0;
  const clean = polygons.map((rings: unknown, at) => {
    if (!Array.isArray(rings) || rings.length === 0) throw invalid(field, `Polygon ${at + 1} has no rings.`);
    return rings.map((ring: unknown) => {
      const read = readRing(ring, field);
      corners += read.length;
      if (corners > mostCorners) throw invalid(field, `has more than ${mostCorners} corners; simplify it.`);
      for (const [longitude = 0, latitude = 0] of read) widen(box, longitude, latitude);
      return read;
    });
  });
  const geometry = type === 'Polygon' ? { type, coordinates: clean[0] ?? [] } : { type, coordinates: clean };
  return { geometry: geometry as Polygon | MultiPolygon, box };
}

function readRing(ring: unknown, field: string): number[][] {
  if (!Array.isArray(ring) || ring.length < 4) throw invalid(field, 'A ring needs at least four positions, the last being the first again.');
  const read = ring.map((position: unknown) => {
    const [longitude, latitude] = Array.isArray(position) ? (position as unknown[]) : [];
    if (typeof longitude !== 'number' || typeof latitude !== 'number' || Math.abs(longitude) > 180 || Math.abs(latitude) > 90)
      throw invalid(field, `${JSON.stringify(position)?.slice(0, 60)} is no position: [longitude, latitude] in degrees.`);
    return [longitude, latitude];
  });
  const [first, last] = [read[0], read.at(-1)];
  if (first?.[0] !== last?.[0] || first?.[1] !== last?.[1]) throw invalid(field, 'A ring must end where it began.');
  return read;
}

function widen(box: Box, longitude: number, latitude: number): void {
  box.west = Math.min(box.west, longitude);
  box.east = Math.max(box.east, longitude);
  box.south = Math.min(box.south, latitude);
  box.north = Math.max(box.north, latitude);
}
