import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../../web/src/routes');

/** Who a page is for, as the folder it lies in says. */
export type Audience = 'staff' | 'customer' | 'anyone';

/** Addresses of all the portal's pages for one audience, e.g. `/customers/[customer_id]`. */
export function routesFor(audience: Audience): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('+page.svelte'))
    .map((file) => file.replaceAll('\\', '/').replace(/\/?\+page\.svelte$/, ''))
    .filter((folder) => audienceOf(folder) === audience)
    .map((folder) => `/${folder.replace(/\([^)]*\)\/?/g, '')}`)
    .toSorted();
}

function audienceOf(folder: string): Audience {
  const group = /^\((staff|customer)\)/.exec(folder)?.[1];
  return group === 'staff' || group === 'customer' ? group : 'anyone';
}

/** Puts values in the place of a route's parameters; throws for one that has none, so that no page is left out unnoticed. */
export function addressOf(route: string, values: Record<string, number | string>): string {
  return route.replace(/\[([^\]]+)\]/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${route} needs an example of ${name}`);
    return String(value);
  });
}
