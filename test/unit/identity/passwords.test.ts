import { describe, expect, it } from 'vitest';
import { generatePassword } from '../../../domain/identity/generate-password.ts';
import { hashPassword, passwordMatches } from '../../../domain/identity/hash-password.ts';
import { demandGoodPassword, passwordFaults } from '../../../domain/identity/password-rules.ts';
import { createSlots } from '../../../domain/identity/slots.ts';

describe('a new password', () => {
  it.each([
    ['Short1!', 'at least 8'],
    ['alllower1!', 'uppercase'],
    ['ALLUPPER1!', 'lowercase'],
    ['NoDigits!!', 'digit'],
    ['NoSpecial11', 'special'],
    [`Aa1!${'x'.repeat(300)}`, 'at most 256'],
    ['Spaces 1 only A', 'special'],
  ])('%s breaks a rule', (password, word) => {
    expect(passwordFaults(password)).toHaveLength(1);
    expect(passwordFaults(password)[0]).toContain(word);
  });

  it.each(['Correct-Horse-7', 'Ünïcödé-77', 'Пароль-2024'])('%s is good', (password) => {
    expect(() => demandGoodPassword(password)).not.toThrow();
  });

  it('lists every broken rule as a fault of its field', () => {
    expect(() => demandGoodPassword('x', 'new_password')).toThrow(
      expect.objectContaining({ kind: 'validation', field: 'new_password', faults: expect.objectContaining({ length: 4 }) }),
    );
  });
});

describe('a password hash', () => {
  it('is salted Argon2id of the advised cost', async () => {
    const [one, two] = await Promise.all([hashPassword('Correct-Horse-7'), hashPassword('Correct-Horse-7')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
    expect(one).not.toBe(two);
  });

  it.each([undefined, '', 'none', '!', 'pbkdf2:sha256:1000$salt$abc', '$argon2id$v=19$m=19456,t=2,p=1$cut'])(
    'that is none, as %j of an imported account, matches nothing',
    async (stored) => {
      expect(await passwordMatches('none', stored)).toBe(false);
    },
  );

  it('matches its password alone, in either Unicode spelling', async () => {
    const stored = await hashPassword('Caf\u00e9-2024!');
    expect(await passwordMatches('Cafe\u0301-2024!', stored)).toBe(true);
    expect(await passwordMatches('Cafe-2024!', stored)).toBe(false);
    expect(await passwordMatches('nobody has this password', undefined)).toBe(false);
  });
});

describe('slots', () => {
  it('run so many at once, in order, and refuse who does not fit', async () => {
    const run = createSlots({ slots: 2, waiting: 2, refusal: 'full' });
    const finish: (() => void)[] = [];
    const started: number[] = [];
    const work = (number: number) =>
      run(async () => {
        started.push(number);
        await new Promise<void>((done) => finish.push(done));
        return number;
      });
    const all = [1, 2, 3, 4].map(work);
    await expect(work(5)).rejects.toMatchObject({ kind: 'unavailable', message: 'full' });
    expect(started).toEqual([1, 2]);
    for (let step = 0; step < 4; step += 1) {
      finish[step]?.();
      await all[step];
    }
    await expect(Promise.all(all)).resolves.toEqual([1, 2, 3, 4]);
    expect(started).toEqual([1, 2, 3, 4]);
  });

  it('are given back by work that fails', async () => {
    const run = createSlots({ slots: 1, waiting: 0, refusal: 'full' });
    await expect(run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(run(async () => 'yes')).resolves.toBe('yes');
  });
});

describe('a generated password', () => {
  it('fits the rules, has its length and does not repeat', () => {
    const made = Array.from({ length: 500 }, () => generatePassword());
    for (const password of made) {
      expect(password).toHaveLength(12);
      expect(passwordFaults(password)).toEqual([]);
    }
    expect(new Set(made).size).toBe(500);
  });
});
