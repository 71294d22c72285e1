import { getCountryCallingCode, parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js/min';
import { countryCode } from '../customers/phone-number.ts';
import { invalid } from '../errors.ts';
import { foldText, squash } from './fold-text.ts';

/** What a search looks for: every word in any of its spellings, all folded. */
export interface SearchTerms {
  /** The whole text, for ranking. */
  phrase: string;
  words: SearchWord[];
  /** Number of a record, when the text is one. */
  id: number | undefined;
  /** Known words close to the first one that may be misspelt, closest first; none until they were looked up. */
  near: string[];
}

export interface SearchWord {
  /** Spellings of which one must be there. */
  spellings: string[];
  /** Too short to be looked for inside of words: it must begin one. */
  begins: boolean;
  /** The word as letters alone, when a misspelling of it can be looked for. */
  letters: string | undefined;
  /** All known words that it is part of; undefined when they were not looked up or are too many. */
  within?: string[];
  /** Known words that are spelt nearly like it. */
  near?: string[];
}

/** More words than anybody types would only slow the search down. */
const maxWords = 8;
const maxRecordId = 2_147_483_647;

/**
 * Reads what somebody typed: words, or a telephone number of whatever notation (those without a prefix are taken to be
 * of `country`). Throws `validation` naming `search` when there is no letter or digit in it.
 */
export function searchTerms(text: string, country: string): SearchTerms {
  const phrase = foldText(text).replace(/\s+/g, ' ').trim();
  if (!hasLetterOrDigit(phrase)) throw invalid('search', 'A search must have a letter or a digit.');
  const id = /^#?\d{1,10}$/.test(phrase) ? Number(phrase.replace('#', '')) : undefined;
  const spellings = numberSpellings(phrase, country);
  const words = spellings === undefined ? wordsOf(phrase) : [{ spellings, begins: false, letters: undefined }];
  return { phrase, words, id: id !== undefined && id >= 1 && id <= maxRecordId ? id : undefined, near: [] };
}

/**
 * The digits that any notation of a number has in common, undefined when the text is no number of three digits or more:
 * without prefixes and leading zeros, and as the national number of what libphonenumber reads in it.
 */
export function numberSpellings(text: string, country: string): string[] | undefined {
  if (!/^[+\d\s()./-]+$/.test(text)) return undefined;
  const all = text.replace(/\D/g, '');
  if (all.length < 3) return undefined;
  const digits = trunkless(all);
  // Some countries put digits between those of the number when it is dialled at home (Argentina's 15).
  const read = readings(text, digits, country).flatMap((number) => [
    number.number.slice(1),
    ...[number.nationalNumber, number.formatNational()].map(trunkless),
  ]);
  const spellings = [...new Set([digits, ...read])];
  // What contains another spelling finds nothing that the other does not.
  return spellings.filter((spelling) => !spellings.some((other) => other !== spelling && spelling.includes(other)));
}

const trunkless = (number: string): string => number.replace(/\D/g, '').replace(/^0+(?=\d{3})/, '');

/** As dialled from `country`, and as one with its prefix whose plus was left out: some plans allow both for the same digits. */
function readings(text: string, digits: string, country: string): PhoneNumber[] {
  const code = countryCode(country);
  const international = text.replace(/^(\s*)00/, '$1+');
  const dialled = parsePhoneNumberFromString(international, code);
  const withPrefix = international.includes('+') ? undefined : parsePhoneNumberFromString(`+${digits}`);
  const ofCountry = code !== undefined && withPrefix?.countryCallingCode === getCountryCallingCode(code) ? [withPrefix] : [];
  return [...(dialled === undefined ? [] : [dialled]), ...ofCountry].filter((number) => number.isPossible());
}

const hasLetterOrDigit = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

function wordsOf(phrase: string): SearchWord[] {
  const typed = [...new Set(phrase.split(' ').filter(hasLetterOrDigit))].slice(0, maxWords);
  return typed.map((word) => {
    const bare = squash(word);
    return {
      // Nobody leaves the signs out of an e-mail address.
      spellings: bare === word || word.includes('@') ? [word] : [word, bare],
      begins: [...bare].length < 3,
      letters: /^\p{L}{3,40}$/u.test(bare) ? bare : undefined,
    };
  });
}
