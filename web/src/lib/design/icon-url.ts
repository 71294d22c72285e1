const fallbackName = 'cube';

/** Returns the bare icon name in FontAwesome classes: "fa-solid fa-sim-card" → "sim-card". */
export function iconName(classes: string | null | undefined): string {
  const names = (classes ?? '').split(/\s+/).filter((part) => /^fa-[a-z0-9-]+$/.test(part));
  const name = names.find((part) => !['fa-solid', 'fa-regular', 'fa-brands', 'fa-fw'].includes(part));
  return name ? name.slice('fa-'.length) : fallbackName;
}

/** Returns the address of one icon's drawing, served by the portal itself so that the set is never downloaded whole. */
export function iconUrl(classes: string | null | undefined): string {
  return `/icons/${iconName(classes)}.svg`;
}

/** Finds names of icons that contain the query's words. */
export async function searchIconNames(query: string, signal: AbortSignal): Promise<string[]> {
  const response = await fetch(`/icons?${new URLSearchParams({ q: query })}`, { signal });
  return response.ok ? ((await response.json()) as string[]) : [];
}
