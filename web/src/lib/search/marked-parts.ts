/** A piece of a text, marked when it is what was searched for. */
export interface MarkedPart {
  text: string;
  marked: boolean;
}

/** Cuts a text where a word of the search begins and ends, whatever the case; digits also match across spaces and signs. */
export function markedParts(text: string, search: string): MarkedPart[] {
  const words = search.trim().split(/\s+/).filter(Boolean);
  const isNumber = /^[+\d\s()./-]{3,}$/.test(search);
  const digits = search.replace(/\D/g, '').replace(/^0+/, '');
  const patterns = isNumber && digits.length >= 3 ? [[...digits].join('[\\s()./-]*')] : words.map(escapeRegExp);
  if (patterns.length === 0) return [{ text, marked: false }];
  return text
    .split(new RegExp(`(${patterns.join('|')})`, 'giu'))
    .map((part, index) => ({ text: part, marked: index % 2 === 1 }))
    .filter((part) => part.text !== '');
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
