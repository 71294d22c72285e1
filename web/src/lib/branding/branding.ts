import { type Branding, brandingElement, defaultBranding } from './brand.ts';

let read: Branding | undefined;

/** The operator's branding, from the page. */
export function branding(): Branding {
  if (read !== undefined) return read;
  if (typeof document === 'undefined') return defaultBranding;
  const text = document.getElementById(brandingElement)?.textContent;
  read = text === null || text === undefined || text === '' ? defaultBranding : (JSON.parse(text) as Branding);
  return read;
}
