import { branding } from './branding.ts';

/** Title of a page as browsers show it: what it is, then whose portal. */
export const pageTitle = (title: string): string => `${title} · ${branding().portal_name}`;
