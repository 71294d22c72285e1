import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, databaseUrl, loadConfig, parseConfig } from '../../../domain/settings/load-config.ts';

const minimal = { jwt_secret: 'x'.repeat(32), ocs: { ocsTenant: 'example.org', cgrates: 'localhost:2080' } };

function faultsOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  throw new Error('the settings were accepted');
}

describe('settings', () => {
  it('fill in every default from the few required keys', () => {
    const config = parseConfig(minimal, 'test');
    expect(config.environment).toBe('production');
    expect(config.crm.base_url).toBe('http://localhost:5000');
    expect(config.provisioning.runner).toBe('warm');
  });

  it('list every fault at once, each by its key', () => {
    const faults = faultsOf(() =>
      parseConfig(
        { ...minimal, jwt_secret: 'short', cbc_url: 'nowhere', ocs: { cgrates: 'localhost' }, provisioning: { failure_list: ['no-address'], retries: 3 } },
        'test',
      ),
    );
    const keys = faults.map((fault) => fault.split(':')[0]);
    expect(keys).toEqual(
      expect.arrayContaining(['jwt_secret', 'cbc_url', 'ocs.ocsTenant', 'ocs.cgrates', 'provisioning.failure_list.0', 'provisioning.retries']),
    );
  });

  it('refuse an API key of 31 characters and never print it', () => {
    const key = 'k'.repeat(31);
    const faults = faultsOf(() => parseConfig({ ...minimal, api_keys: { [key]: { roles: ['admin'] } } }, 'test'));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain('at least 32 characters');
    expect(faults[0]).not.toContain(key);
  });

  it('read an allow-list given as a plain list or as a map', () => {
    expect(parseConfig({ ...minimal, ip_whitelist: ['10.0.0.1'] }, 'test').ip_whitelist).toEqual({ '10.0.0.1': { roles: ['admin'] } });
    expect(parseConfig({ ...minimal, ip_whitelist: { '10.0.0.0/8': { roles: ['provisioning'] } } }, 'test').ip_whitelist).toHaveProperty(['10.0.0.0/8']);
  });

  it.each([['127.0.0.1'], ['127.0.0.0/8'], ['::1'], ['::ffff:127.0.0.1']])(
    'refuse the loopback address %s in the allow-list and say what to do instead',
    (ip) => {
      for (const list of [['10.0.0.1', ip], { [ip]: { roles: ['provisioning'] } }]) {
        expect(faultsOf(() => parseConfig({ ...minimal, ip_whitelist: list }, 'test'))).toEqual([
          expect.stringMatching(new RegExp(`^ip_whitelist\\.${ip.replaceAll('.', '\\.')}: is this machine itself.*API key`)),
        ]);
      }
    },
  );

  it('accept both spellings of a mail type', () => {
    const type = { from_email: 'a@example.com', from_name: 'A' };
    const config = parseConfig({ ...minimal, mailjet: { 'api.crmCommunicationCustomerWelcome': type, api_crmCommunicationCustomerInvoice: type } }, 'test');
    expect(Object.keys(config.mailjet)).toEqual(expect.arrayContaining(['api.crmCommunicationCustomerWelcome', 'api_crmCommunicationCustomerInvoice']));
  });

  it('keep an operator’s own sections for its plays', () => {
    expect(parseConfig({ ...minimal, olt: { address: '10.1.1.1' } }, 'test')).toHaveProperty('olt.address', '10.1.1.1');
  });

  it('let the environment outrank the file', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'settings-')), 'crm_config.yaml');
    writeFileSync(path, `jwt_secret: ${'f'.repeat(32)}\nocs: { ocsTenant: t, cgrates: 'localhost:2080' }\n`);
    const config = loadConfig({ path, env: { JWT_SECRET: 'e'.repeat(40), DATABASE_URL: 'postgresql://u:p@db:5432/x' } });
    expect(config.jwt_secret).toBe('e'.repeat(40));
    expect(databaseUrl(config)).toBe('postgresql://u:p@db:5432/x');
  });

  it('name the line of a file that is not YAML', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'settings-')), 'crm_config.yaml');
    writeFileSync(path, 'ocs: [1, 2\nx: }');
    expect(faultsOf(() => loadConfig({ path, env: {} })).join()).toMatch(/line 1|line 2/);
  });

  it('escape the parts of a database address', () => {
    const config = parseConfig({ ...minimal, database: { username: 'a@b', password: 'p/w:', server: 'db', name: 'crm' } }, 'test');
    expect(databaseUrl(config)).toBe('postgresql://a%40b:p%2Fw%3A@db:5432/crm');
  });
});
