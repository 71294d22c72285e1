import { generateSecret, generateURI, verifySync } from 'otplib';

/** Length of a time step, seconds (RFC 6238 §4.1, X). */
export const stepSeconds = 30;

/** A new secret of 160 bits, base32 (RFC 4226 §4 R6). */
export const newTotpSecret = (): string => generateSecret({ length: 20 });

/** Address that authenticator apps read from a QR code (Key Uri Format); `issuer` is the name they show, in which a colon would end it. */
export const totpUri = (secret: string, issuer: string, account: string): string =>
  generateURI({ issuer: issuer.replaceAll(':', ' '), label: account, secret });

/** Time step whose code this is, among the present one and its two neighbours (RFC 6238 §5.2); undefined when it is none of them. */
export function stepOfCode(secret: string, code: string, nowMs: number = Date.now()): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const epoch = Math.floor(nowMs / 1000);
  // The library's tolerance is in seconds around now: asked step by step it never reaches further than one.
  return [0, -1, 1]
    .map((steps) => Math.floor(epoch / stepSeconds) + steps)
    .find((step) => verifySync({ secret, token: code, epoch: step * stepSeconds }).valid);
}
