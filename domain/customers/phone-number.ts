import { type CountryCode, getCountries, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { invalid } from '../errors.ts';

/** English names of the countries that have telephone numbers, in lower case, with their ISO 3166 codes. */
const countryCodes = new Map<string, CountryCode>(
  getCountries().flatMap((code): [string, CountryCode][] => [
    [code.toLowerCase(), code],
    [(new Intl.DisplayNames(['en'], { type: 'region' }).of(code) ?? code).toLowerCase(), code],
  ]),
);

/** ISO 3166 code of a country given by its English name or by the code itself. */
export const countryCode = (country: string): CountryCode | undefined => countryCodes.get(country.trim().toLowerCase());

/**
 * A telephone number as E.164 (+447700900123); one without its country's prefix is taken to be of `country`.
 * Lengths are checked, not whether the range is in use, because numbering plans change. Throws `validation` naming `field`.
 */
export function e164(text: string, country: string, field: string): string {
  const number = parsePhoneNumberFromString(text, countryCode(country));
  if (number === undefined || !number.isPossible()) {
    throw invalid(field, `“${text}” is not a telephone number; give it with its country, such as +44 7700 900123.`);
  }
  return number.number;
}

/** The digits to look for among stored numbers when somebody searches for `text`; undefined when it is no number. */
export function searchedDigits(text: string): string | undefined {
  if (!/^[+\d\s().-]+$/.test(text)) return undefined;
  const digits = text.replace(/\D/g, '').replace(/^0+/, '');
  return digits.length >= 3 ? digits : undefined;
}
