import { createHash, timingSafeEqual } from 'node:crypto';

/** True for equal texts; the time tells nothing of where two differ, nor how long they are. */
export const timingSafeEqualText = (a: string, b: string): boolean => timingSafeEqual(sha256(a), sha256(b));

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
