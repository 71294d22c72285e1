/** How the operator looks, as `GET /crm/branding` tells it. */
export interface Branding {
  company_name: string;
  portal_name: string;
  self_care_name: string;
  tagline: string;
  font_family: string;
  colors: Record<string, string>;
  pictures: { small?: string; dark?: string; light?: string; backdrop?: string };
  help: { faqs_url?: string; support_url?: string };
}

/** What is shown while the API has not told yet. */
export const defaultBranding: Branding = {
  company_name: 'Linewright',
  portal_name: 'Linewright',
  self_care_name: 'Self-care',
  tagline: '',
  font_family: 'Inter',
  colors: {},
  pictures: {},
  help: {},
};

/** Id of the element that carries the branding in the page, so that nothing has to be asked for before the first paint. */
export const brandingElement = 'branding';
