import { generateSync } from 'otplib';
import { describe, expect, it } from 'vitest';
import { newTotpSecret, stepOfCode, totpUri } from '../../../domain/identity/totp.ts';

const secret = newTotpSecret();
const stepMs = 30_000;
const at = (step: number): string => generateSync({ secret, epoch: step * 30 });
const now = 58_000_000;

describe('a code of an authenticator app', () => {
  it.each([-1, 0, 1])('of the step %i away is good from the first to the last millisecond of the present one', (away) => {
    for (const ms of [now * stepMs, now * stepMs + stepMs - 1]) expect(stepOfCode(secret, at(now + away), ms)).toBe(now + away);
  });

  it.each([-2, 2])('of the step %i away is not', (away) => {
    for (const ms of [now * stepMs, now * stepMs + stepMs - 1]) expect(stepOfCode(secret, at(now + away), ms)).toBeUndefined();
  });

  it.each(['', '12345', '1234567', 'abcdef', '１２３４５６', '12 456'])('is not “%s”', (text) => {
    expect(stepOfCode(secret, text)).toBeUndefined();
  });

  it('fits the vectors of RFC 6238, appendix B, cut to six digits', () => {
    const known = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    expect(stepOfCode(known, '287082', 59_000)).toBe(1);
    expect(stepOfCode(known, '081804', 1_111_111_109_000)).toBe(37_037_036);
    expect(stepOfCode(known, '005924', 1_234_567_890_000)).toBe(41_152_263);
  });
});

describe('the address for authenticator apps', () => {
  it('names the operator’s system and the account', () => {
    expect(totpUri('ABC234', 'Linewright', 'ann+x@example.com')).toBe('otpauth://totp/Linewright:ann%2Bx%40example.com?secret=ABC234&issuer=Linewright');
    expect(totpUri('ABC234', 'Tele: Com', 'ann@example.com')).toContain('otpauth://totp/Tele%20%20Com:ann%40example.com?');
  });
});
