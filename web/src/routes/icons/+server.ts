import type { RequestHandler } from './$types';
import { searchIcons } from '#lib/server/icon-drawing.ts';

const limit = 84;

/** Finds names of FontAwesome icons for the icon picker: `/icons?q=sim`. */
export const GET: RequestHandler = async ({ url }) => {
  const names = await searchIcons((url.searchParams.get('q') ?? '').slice(0, 60), limit);
  return Response.json(names, { headers: { 'cache-control': 'public, max-age=3600' } });
};
