import type { RequestEvent } from '@sveltejs/kit';
import { readFromApi } from './brand-page.ts';

/** The page that shows Grafana's panels; links to it load it anew, so that its policy applies. */
const dashboards = '/dashboards';

/** Lets the dashboards page, and no other, frame the panels its reader may see. */
export async function grafanaFrames(event: RequestEvent, response: Response, apiUrl: string): Promise<void> {
  const policy = response.headers.get('content-security-policy');
  if (event.url.pathname !== dashboards || policy === null) return;
  const cookie = event.request.headers.get('cookie');
  if (cookie === null) return;
  const links = await readFromApi<{ grafana: { url: string }[] }>(new URL('/crm/links', apiUrl), { cookie }).catch(
    () => ({ grafana: [] }),
  );
  const origins = [...new Set(links.grafana.map(({ url }) => new URL(url).origin))];
  if (origins.length > 0) response.headers.set('content-security-policy', `${policy}; frame-src ${origins.join(' ')}`);
}
