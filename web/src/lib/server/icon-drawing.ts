interface IconDefinition {
  prefix: string;
  iconName: string;
  icon: [width: number, height: number, aliases: (string | number)[], unicode: string, path: string | string[]];
}

const fallbackName = 'cube';

let byName: Promise<Map<string, IconDefinition>> | undefined;

/** Returns the drawing of a FontAwesome solid icon, or of a cube when there is none of that name. */
export async function drawIcon(name: string): Promise<{ svg: string; known: boolean }> {
  const icons = await (byName ??= loadIcons());
  const definition = icons.get(name);
  const [width, height, , , path] = (definition ?? icons.get(fallbackName))?.icon ?? [1, 1, [], '', ''];
  const paths = [path].flat().map((data) => `<path d="${data}"/>`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${paths.join('')}</svg>`;
  return { svg, known: definition !== undefined };
}

/** Returns names of icons that contain every word of `query`, those that begin with it first. */
export async function searchIcons(query: string, limit: number): Promise<string[]> {
  const icons = await (byName ??= loadIcons());
  const words = query
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  const names = new Set<string>();
  for (const [name, { iconName }] of icons) {
    if (words.every((word) => name.includes(word))) names.add(iconName);
  }
  const first = words[0] ?? '';
  return [...names]
    .sort((a, b) => Number(b.startsWith(first)) - Number(a.startsWith(first)) || a.localeCompare(b))
    .slice(0, limit);
}

// Loaded when the first icon is asked for: the set is large and a server without products never needs it.
async function loadIcons(): Promise<Map<string, IconDefinition>> {
  const { fas } = (await import('@fortawesome/free-solid-svg-icons')) as unknown as {
    fas: Record<string, IconDefinition>;
  };
  const icons = new Map<string, IconDefinition>();
  for (const definition of Object.values(fas)) {
    icons.set(definition.iconName, definition);
    for (const alias of definition.icon[2]) if (typeof alias === 'string') icons.set(alias, definition);
  }
  return icons;
}
