/** Makes a step's or activity's name readable: "reserveStock" → "Reserve stock"; sentences stay as they are. */
export function readableName(name: string): string {
  if (/\s/.test(name)) return name;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
