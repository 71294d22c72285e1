import type { PageLoad } from './$types';
import { staffLinks } from '#lib/api/links-service.ts';

export const load: PageLoad = async ({ fetch }) => ({ links: await staffLinks({ fetch }) });
