/** Text colour that can be read on a colour of six hex digits: black or white, whichever stands out more (WCAG 2.2 §1.4.3). */
export function readableInk(hex: string): '#000000' | '#ffffff' {
  const light = luminance(hex);
  return contrast(light, 0) >= contrast(light, 1) ? '#000000' : '#ffffff';
}

/** Contrast of two relative luminances, 1 to 21. */
export const contrast = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

/** Relative luminance of a colour of six hex digits, 0 (black) to 1 (white). */
export function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) =>
    linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const linear = (channel: number): number => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
