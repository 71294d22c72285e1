import { randomUUID } from 'node:crypto';
import type { AccountKeys } from './account-keys.ts';
import { timingSafeEqualText } from './equal-text.ts';

/** How long a device is known after its last sign-in, days. */
export const knownDeviceDays = 365;

/** Names a device for a user who signed in on it; without the settings' key nobody can make one up. It opens nothing, it only counts failures apart. */
export function deviceToken(keys: AccountKeys, userId: number, deviceId: string = randomUUID()): string {
  return `${userId}.${deviceId}.${keys.mac('known-device', `${userId} ${deviceId}`)}`;
}

/** The device a token names, if it is one of this user's; undefined else. */
export function knownDevice(keys: AccountKeys, userId: number, token: string | undefined): string | undefined {
  const [owner, deviceId, mac] = (token ?? '').split('.');
  if (owner !== String(userId) || deviceId === undefined || mac === undefined) return undefined;
  return keys.macs('known-device', `${userId} ${deviceId}`).some((own) => timingSafeEqualText(own, mac)) ? deviceId : undefined;
}
