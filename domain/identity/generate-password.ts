import { randomInt } from 'node:crypto';

/** Characters that are not mistaken for one another when read aloud or copied by hand. */
const kinds = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnpqrstuvwxyz', '23456789', '-+*=?#'] as const;

/** A random password of `length` characters that fits the rules of AUTH-4; 12 of them carry about 69 bits. */
export function generatePassword(length = 12): string {
  const pick = (characters: string): string => characters.charAt(randomInt(characters.length));
  const characters = [...kinds.map(pick), ...Array.from({ length: length - kinds.length }, () => pick(kinds.slice(0, 3).join('')))];
  for (let last = characters.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [characters[last], characters[other]] = [characters[other] ?? '', characters[last] ?? ''];
  }
  return characters.join('');
}
