/** Colours of a map as the drawing library reads them. */
export interface MapPalette {
  water: string;
  land: string;
  border: string;
  coast: string;
  label: string;
  halo: string;
  accent: string;
  onAccent: string;
}

const names = ['water', 'land', 'border', 'coast', 'label', 'halo', 'accent', 'onAccent'] as const;

/** Reads `--map-water`, `--map-land`, … of an element in the theme it is shown in. */
export function readPalette(element: HTMLElement): MapPalette {
  const probe = document.createElement('span');
  probe.hidden = true;
  element.append(probe);
  const entries = names.map((name) => {
    probe.style.color = `var(--map-${name})`;
    return [name, asRgb(getComputedStyle(probe).color)];
  });
  probe.remove();
  return Object.fromEntries(entries) as MapPalette;
}

/** WebGL's style language knows no oklch(), so that the browser's own canvas works the colour out. */
function asRgb(colour: string): string {
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  if (!context) return colour;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return `rgb(${red}, ${green}, ${blue})`;
}
