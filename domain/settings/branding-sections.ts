import { z } from 'zod';

const color = z.string().regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #405189');
const link = z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' });
const name = z.string().trim().min(1).max(60);

/** Fonts that ship with the portal (chapter 05); `System` is the device's own. */
export const fontFamilies = [
  'Inter',
  'Roboto',
  'Open Sans',
  'Lato',
  'Quicksand',
  'Poppins',
  'Nunito',
  'Montserrat',
  'Work Sans',
  'Source Sans Pro',
  'Raleway',
  'Ubuntu',
  'Josefin Sans',
  'HKGrotesk',
  'Merriweather',
  'Lora',
  'Playfair Display',
  'System',
] as const;

/** Names, colours, font and pictures of the operator (chapters 05 and 06); what is left out stays Linewright's own. */
export const brandingSection = z.strictObject({
  company_name: name.default('Linewright'),
  portal_name: name.default('Linewright'),
  self_care_name: name.default('Self-care'),
  tagline: z.string().trim().max(120).default(''),
  font_family: z.enum(fontFamilies, `must be one of ${fontFamilies.join(', ')}`).default('Inter'),
  colors: z
    .strictObject({
      primary: color,
      secondary: color,
      tertiary: color,
      success: color,
      info: color,
      warning: color,
      danger: color,
      light: color,
      dark: color,
      primary_dark: color,
    })
    .partial()
    .prefault({}),
  /** Picture files: PNG, SVG, WebP or JPEG. */
  logos: z.strictObject({ small: z.string(), dark: z.string(), light: z.string() }).partial().prefault({}),
  login_backdrop: z.string().optional(),
});

/** Up to six programs of the operator's own that staff reach from the portal. */
export const webAppsSection = z.array(z.strictObject({ name, url: link, icon_path: z.string().optional() })).max(6, 'holds six programs at most');

/** Grafana panels shown in the portal, and where people find answers and help. */
export const grafanaSection = z.array(z.strictObject({ label: name, url: link }));
export const helpSection = z.strictObject({ faqs_url: link.optional(), support_url: link.optional() });

type Environment = Record<string, string | undefined>;

const singles: Record<string, string> = {
  REACT_APP_COMPANY_NAME: 'branding.company_name',
  REACT_APP_PORTAL_NAME: 'branding.portal_name',
  REACT_APP_SELF_CARE_NAME: 'branding.self_care_name',
  REACT_APP_COMPANY_TAGLINE: 'branding.tagline',
  REACT_APP_FONT_FAMILY: 'branding.font_family',
  REACT_APP_FAQS_URL: 'help.faqs_url',
  REACT_APP_SUPPORT_URL: 'help.support_url',
  ...Object.fromEntries(
    Object.keys(brandingSection.shape.colors.unwrap().shape).map((color) => [`REACT_APP_${color.toUpperCase()}_COLOR`, `branding.colors.${color}`]),
  ),
};

/** Values of the variables that the original's portal was built with (`REACT_APP_…`, chapter 05), by key of the settings. */
export function brandingFromEnvironment(env: Environment): [key: string, value: unknown][] {
  const values: [string, unknown][] = Object.entries(singles).flatMap(([variable, key]) => (env[variable] ? [[key, env[variable]]] : []));
  const webApps = [1, 2, 3, 4, 5, 6].flatMap((number) => {
    const of = (part: string): string | undefined => env[`REACT_APP_WEB_APP_${number}_${part}`];
    return of('NAME') && of('URL') ? [{ name: of('NAME'), url: of('URL'), ...(of('ICON_PATH') ? { icon_path: of('ICON_PATH') } : {}) }] : [];
  });
  if (webApps.length > 0) values.push(['web_apps', webApps]);
  const [urls, labels] = [listed(env['REACT_APP_GRAFANA_URLS']), listed(env['REACT_APP_GRAFANA_LABELS'])];
  if (urls.length > 0) values.push(['grafana', urls.map((url, index) => ({ url, label: labels[index] ?? `Dashboard ${index + 1}` }))]);
  return values;
}

const listed = (text: string | undefined): string[] => (text ?? '').split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
