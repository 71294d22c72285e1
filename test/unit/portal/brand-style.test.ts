import { describe, expect, it } from 'vitest';
import { brandStyle } from '../../../web/src/lib/branding/brand-style.ts';

describe('the operator’s colours and font', () => {
  it('replace the brand and make a whole status from one colour', () => {
    const style = brandStyle({ font_family: 'Inter', colors: { primary: '#405189', success: '#28a745' } });
    expect(style).toContain('--brand: #405189');
    for (const token of ['--success:', '--success-ink:', '--success-soft:', '--success-line:']) expect(style).toContain(token);
    expect(style).not.toContain('--font-sans');
  });

  it('keep a brand colour of its own for the dark theme, chosen or the device’s', () => {
    const style = brandStyle({ font_family: 'Inter', colors: { primary_dark: '#223344' } });
    expect(style).toContain('@media(prefers-color-scheme:dark){:root:not([data-theme=light]){--brand:#223344}}');
    expect(style).toContain(':root[data-theme=dark]{--brand:#223344}');
  });

  it('leave out whatever is no colour', () => {
    expect(brandStyle({ font_family: 'Inter', colors: { primary: 'red}</style><script>' } })).toBe('');
  });

  it.each([
    ['Source Sans Pro', "'Source Sans 3 Variable'"],
    ['Lora', 'ui-serif'],
    ['System', '--font-sans: ui-sans-serif'],
  ])('know %s', (font_family, part) => {
    expect(brandStyle({ font_family, colors: {} })).toContain(part);
  });
});
