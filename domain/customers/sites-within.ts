import type { Ctx } from '../context.ts';
import { type Condition, findPage } from '../find-page.ts';
import type { ListQuery, Page } from '../paging.ts';
import { recordJson, selectList } from '../record.ts';
import { type SiteJson, siteColumns } from './customer-columns.ts';

/** A circle on the earth: WGS 84 degrees and kilometres. */
export interface Circle {
  latitude: number;
  longitude: number;
  radius: number;
}

/** A site with how far it is from the circle's middle, kilometres. */
export type NearSiteJson = SiteJson & { customer_name: string; distance_km: number };

/** Mean radius of the earth (IUGG), metres; the index uses the same. */
const earthRadius = 6_371_008.8;
const distance = `2 * ${earthRadius} * asin(least(1, cube_distance(earth_point(s.latitude, s.longitude), earth_point(?, ?)) / (2 * ${earthRadius})))`;

/** Sites of customers who are not archived within a circle, nearest first (CUS-4), for outages and field work. */
export async function sitesWithin({ em, principal }: Ctx, circle: Circle, query: Pick<ListQuery, 'page' | 'per_page'>): Promise<Page<NearSiteJson>> {
  const { latitude, longitude, radius } = circle;
  const middle = [latitude, longitude];
  const metres = radius * 1000;
  // The straight way through the earth is what the index knows; a box that size holds the circle and its corners.
  const chord = 2 * earthRadius * Math.sin(Math.min(metres / (2 * earthRadius), Math.PI / 2));
  const where: Condition[] = [
    { sql: 's.latitude is not null and s.longitude is not null' },
    { sql: 'cube_enlarge(earth_point(?, ?), ?, 3) @> earth_point(s.latitude, s.longitude)', params: [...middle, chord * 1.000001 + 0.001] },
    { sql: `${distance} <= ?`, params: [...middle, metres] },
    { sql: `c.customer_status <> 'Archived'` },
  ];
  if (principal.customerId !== null) where.push({ sql: 's.customer_id = ?', params: [principal.customerId] });
  // The shown columns take no parameters; these two are numbers, never text.
  const shown = distance.replace('?, ?', `${Number(latitude)}::float8, ${Number(longitude)}::float8`);
  const page = await findPage<{ customer_name: string; metres: number }>(
    em,
    {
      select: `${selectList(siteColumns, 's')}, c.customer_name, ${shown} as metres`,
      from: 'customer_site s join customer c on c.customer_id = s.customer_id',
      where,
      orderBy: 'metres, s.site_id',
    },
    query,
  );
  return {
    ...page,
    data: page.data.map((row) => ({
      ...recordJson(siteColumns, row),
      customer_name: row.customer_name,
      distance_km: Math.round(Number(row.metres)) / 1000,
    })),
  };
}
