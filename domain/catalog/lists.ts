/*
 * Lists of a product (CAT-4) come in the spellings of chapters 17 and 30: sentences separated by full stop and space,
 * a Python list in text, a JSON array in text, or a real array.
 */

/** The entries of a list in any documented spelling; undefined when text in brackets is not a list. */
export function parseList(value: unknown): string[] | undefined {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return cleaned(value);
  const text = String(value).trim();
  if (!text.startsWith('[') || !text.endsWith(']')) return sentences(text);
  return jsonList(text) ?? pythonList(text);
}

/** The entries of a stored list; text that is none counts as one entry, so that nothing is lost on a screen. */
export const readList = (stored: string | null | undefined): string[] => parseList(stored) ?? cleaned([stored]);

/** A list as it is stored: text in the spelling it was given in, an array as JSON, none as null. */
export function listText(value: string | readonly unknown[] | null): string | null {
  if (value === null) return null;
  const text = typeof value === 'string' ? value.trim() : JSON.stringify(value);
  return text === '' ? null : text;
}

const cleaned = (values: readonly unknown[]): string[] =>
  values.map((value) => (value === null || value === undefined ? '' : String(value).trim())).filter((value) => value !== '');

const sentences = (text: string): string[] => cleaned(text.split(/\.\s+/).map((sentence) => sentence.replace(/\.$/, '')));

function jsonList(text: string): string[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) && parsed.every((entry) => typeof entry !== 'object' || entry === null) ? cleaned(parsed) : undefined;
  } catch {
    return undefined;
  }
}

const entry = /\s*(?:[uU]?'((?:[^'\\]|\\[^])*)'|[uU]?"((?:[^"\\]|\\[^])*)"|([^\s,'"[\]][^,'"[\]]*))\s*(,|$)/y;

function pythonList(text: string): string[] | undefined {
  const inner = text.slice(1, -1).trim();
  const found: string[] = [];
  entry.lastIndex = 0;
  while (entry.lastIndex < inner.length) {
    const match = entry.exec(inner);
    if (match === null) return undefined;
    const [, single, double, bare] = match;
    const quoted = single ?? double;
    if (quoted !== undefined) found.push(unescaped(quoted));
    else if (bare !== undefined && bare.trim() !== 'None') found.push(bare);
  }
  return cleaned(found);
}

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', '\n': '' };

const unescaped = (quoted: string): string =>
  quoted.replace(/\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([^]))/g, (whole, unicode: string | undefined, hex: string | undefined, plain: string) => {
    const code = unicode ?? hex;
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return escapes[plain] ?? (/[\\'"]/.test(plain) ? plain : whole);
  });
