/** An eSIM's activation code (GSMA SGP.22 §4.1), taken apart. */
export interface ActivationCode {
  smdpAddress: string;
  matchingId: string;
  confirmationCodeRequired: boolean;
}

/** Reads an activation code, also without its `LPA:`; undefined for anything else. */
export function readActivationCode(url: string): ActivationCode | undefined {
  const [, smdpAddress, matchingId = '', , confirmation] =
    /^(?:LPA:)?1\$([A-Za-z0-9.-]+)\$([A-Za-z0-9-]*)(?:\$([0-9.]*))?(?:\$(1)?)?$/i.exec(url.trim()) ?? [];
  return smdpAddress === undefined
    ? undefined
    : { smdpAddress, matchingId, confirmationCodeRequired: confirmation === '1' };
}
