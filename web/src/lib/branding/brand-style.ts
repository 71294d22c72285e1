import type { Branding } from './brand.ts';

/** Colours of a status, made from one: ink on soft, a line between, solid for dots and bars. */
const statusColors = (name: string, color: string): string[] => [
  `--${name}: light-dark(${color}, oklch(from ${color} max(l, 0.7) c h))`,
  `--${name}-ink: light-dark(oklch(from ${color} min(l, 0.46) c h), oklch(from ${color} max(l, 0.82) min(c, 0.13) h))`,
  `--${name}-soft: light-dark(oklch(from ${color} 0.963 min(c, 0.035) h), oklch(from ${color} 0.29 min(c, 0.055) h))`,
  `--${name}-line: light-dark(oklch(from ${color} 0.88 min(c, 0.08) h), oklch(from ${color} 0.43 min(c, 0.09) h))`,
];

const hexColor = /^#[0-9a-f]{6}$/i;

/**
 * Style that lays the operator's colours and font over the design tokens. Lightness is held within what keeps text
 * readable, whatever colour is given; what is no colour is left out.
 */
export function brandStyle({ colors, font_family: font }: Pick<Branding, 'colors' | 'font_family'>): string {
  const color = (name: string): string | undefined => (hexColor.test(colors[name] ?? '') ? colors[name] : undefined);
  const rules: string[] = [];
  for (const [token, name] of [
    ['brand', 'primary'],
    ['secondary', 'secondary'],
    ['tertiary', 'tertiary'],
  ] as const) {
    const value = color(name);
    if (value !== undefined) rules.push(`--${token}: ${value}`);
  }
  for (const name of ['success', 'info', 'warning', 'danger']) {
    const value = color(name);
    if (value !== undefined) rules.push(...statusColors(name, value));
  }
  const [light, dark] = [color('light'), color('dark')];
  if (light !== undefined)
    rules.push(`--canvas: light-dark(oklch(from ${light} max(l, 0.95) min(c, 0.015) h), oklch(0.172 0.011 265))`);
  if (dark !== undefined) rules.push(`--ink: light-dark(oklch(from ${dark} min(l, 0.35) c h), oklch(0.95 0.004 265))`);
  if (font !== 'Inter') rules.push(`--font-sans: ${fontStack(font)}`);
  const root = rules.length === 0 ? '' : `:root{${rules.join(';')}}`;
  const primaryDark = color('primary_dark');
  if (primaryDark === undefined) return root;
  return `${root}@media(prefers-color-scheme:dark){:root:not([data-theme=light]){--brand:${primaryDark}}}:root[data-theme=dark]{--brand:${primaryDark}}`;
}

const families: Record<string, string> = {
  Lato: 'Lato',
  Poppins: 'Poppins',
  Ubuntu: 'Ubuntu',
  'Source Sans Pro': 'Source Sans 3 Variable',
  HKGrotesk: 'Hanken Grotesk Variable',
};
const serifs = new Set(['Merriweather', 'Lora', 'Playfair Display']);

function fontStack(font: string): string {
  if (font === 'System') return 'ui-sans-serif, system-ui, sans-serif';
  const family = (families[font] ?? `${font} Variable`).replaceAll(/[^\w ]/g, '');
  return `'${family}', ${serifs.has(font) ? 'ui-serif, Georgia, serif' : 'ui-sans-serif, system-ui, sans-serif'}`;
}
