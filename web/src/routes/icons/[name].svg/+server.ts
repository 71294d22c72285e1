import type { RequestHandler } from './$types';
import { drawIcon } from '#lib/server/icon-drawing.ts';

const dayS = 86_400;

/** Serves one FontAwesome icon by name, so that no page downloads the set. */
export const GET: RequestHandler = async ({ params }) => {
  const { svg, known } = await drawIcon(params.name);
  const maxAge = known ? 30 * dayS : 300;
  return new Response(svg, {
    headers: { 'content-type': 'image/svg+xml', 'cache-control': `public, max-age=${maxAge}` },
  });
};
