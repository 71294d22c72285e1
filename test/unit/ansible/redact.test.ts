import { describe, expect, it } from 'vitest';
import { redactResult, redactText, redactionMark, secretsIn } from '../../../domain/provisioning/redact.ts';

const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJraW5kIjoicGxheSJ9.c2lnbmF0dXJlLXNpZ25hdHVyZQ';

describe('redactResult', () => {
  it('removes tokens, passwords and keys wherever they are, and nothing else', () => {
    const result = {
      invocation: { module_args: { url: 'http://x/crm/service/7', headers: { Authorization: `Bearer ${jwt}` }, url_password: 's3cret', status_code: [200] } },
      json: {
        imsi: '310120123456789',
        ki: '8BAF473F2F8FD09487CCCBD7097C6862',
        OPC: 'E8ED289DEBA952E4283B54E88E6183CA',
        itemtext4: '8BAF473F2F8FD09487CCCBD7097C6862',
      },
      set_cookie: 'refresh_token=abc',
      'X-API-KEY': 'k'.repeat(32),
      management_password: 'Router123',
      refresh_token: null,
      tokens_used: 3,
      keys: ['a'],
      msg: 'OK (12 bytes)',
    };
    expect(redactResult(result)).toEqual({
      invocation: {
        module_args: { url: 'http://x/crm/service/7', headers: { Authorization: redactionMark }, url_password: redactionMark, status_code: [200] },
      },
      json: { imsi: '310120123456789', ki: redactionMark, OPC: redactionMark, itemtext4: redactionMark },
      set_cookie: redactionMark,
      'X-API-KEY': redactionMark,
      management_password: redactionMark,
      refresh_token: null,
      tokens_used: 3,
      keys: ['a'],
      msg: 'OK (12 bytes)',
    });
  });

  it('looks into JSON inside strings, and leaves such strings alone that hold no secret', () => {
    expect(redactResult({ content: `{"ki": "8BAF473F2F8FD094", "number": 1.50}` })).toEqual({ content: `{"ki":"${redactionMark}","number":1.5}` });
    expect(redactResult({ content: '{ "number": 1.50 }' })).toEqual({ content: '{ "number": 1.50 }' });
  });

  it('does not change what it was given', () => {
    const value = { password: 'abc', list: [{ token: 'x' }] };
    redactResult(value);
    expect(value).toEqual({ password: 'abc', list: [{ token: 'x' }] });
  });

  it('returns what PostgreSQL can store, however hostile the answer', () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    expect(() => JSON.stringify(redactResult({ deep: JSON.parse(deep) as unknown, text: deep }))).not.toThrow();
    expect(redactResult({ 'a\0': 'b\0c\uD800' })).toEqual({ 'a\uFFFD': 'b\uFFFDc\uFFFD' });
  });
});

describe('redactText', () => {
  it.each([
    [`Authorization: Bearer ${jwt}`, `Authorization: Bearer ${redactionMark}`],
    [`token ${jwt} used`, `token ${redactionMark} used`],
    ['"access_token": "abcdefgh", "x": 1', `"access_token": "${redactionMark}", "x": 1`],
    ['postgresql://user:pa55@host/db', `postgresql://user:${redactionMark}@host/db`],
    ['sk_live_abcdefghijklmnop', redactionMark],
    ['password=hunter2 done', `password=${redactionMark} done`],
    ['The bearer of this note', 'The bearer of this note'],
    ['Task "Create account" failed: Status code was 500', 'Task "Create account" failed: Status code was 500'],
  ])('%j', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it('removes known secrets entirely, the longer ones first', () => {
    expect(redactText('a abc-123-def b abc-123', { secrets: ['abc-123', 'abc-123-def', 'a'] })).toBe(`a ${redactionMark} b ${redactionMark}`);
  });

  it('hides the secrets among variables in every spelling', () => {
    const password = 'a "b" \\c & d';
    const secrets = secretsIn({ name: 'Ada', deep: [{ vpn_password: password }], token: 'x'.repeat(9), empty_secret: '' });
    expect(secrets).toEqual([password, 'x'.repeat(9)]);
    const text = `raw ${password}, JSON ${JSON.stringify(password)}, address ?p=${encodeURIComponent(password)}`;
    expect(redactText(text, { secrets })).toBe('raw [redacted], JSON "[redacted]", address ?p=[redacted]');
  });
});
