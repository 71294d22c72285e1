import type { Feature, FeatureCollection, MultiLineString } from 'geojson';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import coarseUrl from 'world-atlas/countries-50m.json?url';
import fineUrl from 'world-atlas/countries-10m.json?url';
import { linesWithoutSeams, withoutSeams } from './map-seams.ts';

/** How exact the outlines are: `coarse` for whole countries, `fine` for a coast seen from near. */
export type ShapeDetail = 'coarse' | 'fine';

/** Addresses of the land, its coast and the borders on it (Natural Earth). */
export interface Shapes {
  land: string;
  coast: string;
  borders: string;
}

type Atlas = Topology<{ countries: GeometryCollection; land: GeometryCollection }>;

/** A town of the shipped list (GeoNames): name, country code, longitude, latitude, inhabitants. */
type Town = [name: string, country: string, lng: number, lat: number, population: number];

const loaded = new Map<string, Promise<unknown>>();

/** Outlines of the world; each detail is fetched once and comes from the portal itself. */
export const loadShapes = (detail: ShapeDetail): Promise<Shapes> =>
  once(detail, async () => {
    const atlas = await readJson<Atlas>(detail === 'fine' ? fineUrl : coarseUrl);
    const lines = (geometry: MultiLineString): Feature<MultiLineString> =>
      linesWithoutSeams({ type: 'Feature', properties: {}, geometry });
    return {
      land: addressOf(withoutSeams(feature(atlas, atlas.objects.land))),
      coast: addressOf(lines(mesh(atlas, atlas.objects.land))),
      borders: addressOf(lines(mesh(atlas, atlas.objects.countries, (a, b) => a !== b))),
    };
  });

/**
 * Shapes as the drawing library's own thread reads them. Handed over as objects they would be copied point by point on
 * the page's thread, for each map anew, which holds up the page for seconds.
 */
const addressOf = (shapes: FeatureCollection | Feature): string =>
  URL.createObjectURL(new Blob([JSON.stringify(shapes)], { type: 'application/geo+json' }));

/** Towns as points with `name` and `population`. */
export const loadTowns = (): Promise<FeatureCollection> =>
  once('towns', async () => {
    const towns = await readJson<Town[]>('/map-data/towns.json');
    return {
      type: 'FeatureCollection',
      features: towns.map(([name, , lng, lat, population]) => ({
        type: 'Feature',
        properties: { name, population },
        geometry: { type: 'Point', coordinates: [lng, lat] },
      })),
    };
  });

function once<Value>(key: string, load: () => Promise<Value>): Promise<Value> {
  const known = loaded.get(key) as Promise<Value> | undefined;
  if (known) return known;
  const fresh = load();
  loaded.set(key, fresh);
  // What could not be fetched is asked for again by the next map.
  fresh.catch(() => loaded.delete(key));
  return fresh;
}

async function readJson<Value>(url: string): Promise<Value> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The map's data could not be loaded (${response.status}).`);
  return (await response.json()) as Value;
}
