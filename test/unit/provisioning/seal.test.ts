import { describe, expect, it } from 'vitest';
import { seal, unseal } from '../../../domain/provisioning/seal.ts';

const secret = 'a secret of thirty-two characters or more';

describe('seal', () => {
  it('gives back what was sealed, and shows none of it', async () => {
    const sealed = await seal(secret, 'provision-variables:u1', { pin: '4711-secret', 'SIM Card': 5 });
    expect(sealed.split('.')).toHaveLength(5);
    expect(Buffer.from(sealed.replace(/\./g, ''), 'base64url').toString('latin1')).not.toContain('4711-secret');
    expect(await unseal(secret, 'provision-variables:u1', sealed)).toEqual({ pin: '4711-secret', 'SIM Card': 5 });
  });

  it('does not open for another purpose, with another secret, or when altered', async () => {
    const sealed = await seal(secret, 'provision-variables:u1', 'x');
    await expect(unseal(secret, 'provision-variables:u2', sealed)).rejects.toThrow(/sealed for provision-variables:u1/);
    await expect(unseal(`${secret}!`, 'provision-variables:u1', sealed)).rejects.toThrow();
    const middle = sealed.length - 30;
    const altered = sealed.slice(0, middle) + (sealed[middle] === 'A' ? 'B' : 'A') + sealed.slice(middle + 1);
    await expect(unseal(secret, 'provision-variables:u1', altered)).rejects.toThrow();
  });
});
