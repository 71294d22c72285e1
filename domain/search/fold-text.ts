/** Combining marks that are left out: accents, Hebrew and Arabic vowel points. The migration that made `search_fold` says the same. */
// Built from text, because as literals such ranges read like a mistake to linters.
const marks = new RegExp(String.raw`[\u0300-\u036F\u0591-\u05C7\u064B-\u065F\u0670\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE20-\uFE2F]`, 'g');
const signs = new RegExp(String.raw`[ \u0001-\u001F!-/:-@\[-\`{-\u00BF\u2000-\u206F\u3000-\u303F]`, 'g');
const letters: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ŧ: 't',
  ς: 'σ',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
};

/** Text in lower case without accents, as PostgreSQL's `search_fold` gives it; done here so that the planner sees the words. */
export const foldText = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(marks, '')
    .toLowerCase()
    .replace(/[øłđðħıŧςßæœþ]/g, (letter) => letters[letter] ?? letter);

/** Folded text without spaces and signs: what telephone numbers and MAC addresses of different notations have in common. */
export const squash = (folded: string): string => folded.replace(signs, '');
