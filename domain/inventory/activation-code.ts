/** An eSIM's activation code (GSMA SGP.22 §4.1), taken apart. */
export interface ActivationCode {
  /** What a phone's camera expects, with the `LPA:` in front. */
  text: string;
  smdpAddress: string;
  matchingId: string;
  /** The profile's owner must type a confirmation code. */
  confirmationCodeRequired: boolean;
}

const format = /^(?:LPA:)?1\$([A-Za-z0-9.-]{1,255})\$([A-Za-z0-9-]{0,255})(?:\$([0-9.]*))?(?:\$(1)?)?$/i;

/** Reads an activation code, also without its `LPA:`; undefined for anything else. */
export function readActivationCode(url: string): ActivationCode | undefined {
  const text = url.trim();
  const [, smdpAddress, matchingId, , confirmation] = format.exec(text) ?? [];
  if (smdpAddress === undefined) return undefined;
  return {
    text: /^LPA:/i.test(text) ? text : `LPA:${text}`,
    smdpAddress,
    matchingId: matchingId ?? '',
    confirmationCodeRequired: confirmation === '1',
  };
}
