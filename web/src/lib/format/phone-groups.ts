import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/**
 * Groups an international number by the habits of its country (ITU-T E.123): "+447700900123" and "447700900123" both become
 * "+44 7700 900123". A national number, whose country is not known, and any other text stay as they are.
 */
export function grouped(text: string): string {
  const digits = text.replaceAll(/[\s().-]/g, '');
  if (!/^(\+|00)?[1-9]\d{6,14}$/.test(digits)) return text;
  const number = parsePhoneNumberFromString(`+${digits.replace(/^(\+|00)/, '')}`);
  return number?.isPossible() ? number.formatInternational() : text;
}
