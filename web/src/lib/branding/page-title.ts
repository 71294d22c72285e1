import { session } from '#lib/session/session.svelte.ts';
import { branding } from './branding.ts';

/** Title of a page as browsers show it: what it is, then whose portal; customers know theirs by another name. */
export const pageTitle = (title: string): string => {
  const { portal_name, self_care_name, company_name } = branding();
  if (!session.user || session.user.customer_id === null) return `${title} · ${portal_name}`;
  return `${title} · ${self_care_name.includes(company_name) ? self_care_name : `${self_care_name} · ${company_name}`}`;
};
