import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../../api/app.ts';
import type { Api } from '../../../api/endpoint.ts';
import { signToken } from '../../../domain/identity/access-token.ts';
import { parseConfig, withEnvironment } from '../../../domain/settings/load-config.ts';
import { createTestApi, type TestApi } from '../../support/api.ts';

let test: TestApi;
let folder: string;
let branded: Api;
const base = { ocs: { ocsTenant: 'test.example', cgrates: '127.0.0.1:1' }, jwt_secret: 'test-secret-that-is-32-characters-long' };

beforeAll(async () => {
  test = await createTestApi();
  folder = mkdtempSync(join(tmpdir(), 'branding-'));
  writeFileSync(join(folder, 'logo.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(join(folder, 'secrets.yaml'), 'password: hidden');
  const branding = {
    company_name: 'ShellFone',
    colors: { primary: '#405189' },
    logos: { dark: join(folder, 'logo.svg'), small: join(folder, 'secrets.yaml'), light: join(folder, 'not-there.png') },
  };
  const webApps = [{ name: 'Xero', url: 'https://go.xero.com/', icon_path: join(folder, 'logo.svg') }];
  const config = parseConfig({ ...base, branding, web_apps: webApps, grafana: [{ label: 'Network', url: 'https://grafana.example.com/d/a' }] }, 'test');
  branded = createApp({ ...test.deps, config });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await test.close();
});

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> => Promise.resolve(branded.request(path, { headers }));

describe('branding', () => {
  it('is told to everybody, without the links of staff and without paths of files', async () => {
    const answer = await get('/crm/branding');
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({ company_name: 'ShellFone', colors: { primary: '#405189' } });
    // The light logo's file is missing, and the small one's is no picture.
    expect(JSON.parse(text).pictures).toEqual({ dark: '/crm/branding/picture/dark' });
    expect(text).not.toContain(folder);
    expect(text).not.toContain('xero');
  });

  it('serves its pictures so that an SVG runs no script, and again only when they changed', async () => {
    const picture = await get('/crm/branding/picture/dark');
    expect(picture.headers.get('content-type')).toBe('image/svg+xml');
    expect(picture.headers.get('content-security-policy')).toContain('sandbox');
    const again = await get('/crm/branding/picture/dark', { 'if-none-match': picture.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
  });

  it.each(['/crm/branding/picture/small', '/crm/branding/picture/light', '/crm/branding/picture/..%2f..%2fetc%2fpasswd'])(
    'does not serve what is no picture: %s',
    async (path) => {
      const answer = await get(path);
      expect(answer.status).toBe(404);
      expect(await answer.text()).not.toContain('hidden');
    },
  );

  it('gives links to staff and none to customers or strangers', async () => {
    expect((await get('/crm/links')).status).toBe(401);
    const tokenOf = async (make: () => Promise<unknown>): Promise<Record<string, string>> => {
      await make();
      const [row] = await test
        .em()
        .execute<{ user_id: number; family_id: string }[]>('select user_id, family_id from refresh_token order by created desc limit 1');
      const token = await signToken(base.jwt_secret, { kind: 'user', userId: row!.user_id, sessionId: row!.family_id });
      return { authorization: `Bearer ${token}` };
    };
    const staff = await get('/crm/links', await tokenOf(() => test.staff('view_customer')));
    expect(await staff.json()).toEqual({
      web_apps: [{ name: 'Xero', url: 'https://go.xero.com/', icon_url: '/crm/branding/picture/web-app-1' }],
      grafana: [{ label: 'Network', url: 'https://grafana.example.com/d/a' }],
    });
    const [customer] = await test.em().execute<{ customer_id: number }[]>(`insert into customer (customer_name) values ('A') returning customer_id`);
    const own = await get('/crm/links', await tokenOf(() => test.customerUser(customer!.customer_id)));
    expect(await own.json()).toEqual({ web_apps: [], grafana: [] });
  });

  it('takes the variables that the original’s portal was built with', () => {
    const env = {
      REACT_APP_COMPANY_NAME: 'ShellFone',
      REACT_APP_PRIMARY_DARK_COLOR: '#223344',
      REACT_APP_WEB_APP_2_NAME: 'Xero',
      REACT_APP_WEB_APP_2_URL: 'https://go.xero.com/',
      REACT_APP_GRAFANA_URLS: 'http://g1.local/d/a,http://g2.local/d/b',
      REACT_APP_GRAFANA_LABELS: 'Network',
    };
    const config = parseConfig(withEnvironment(base, env), 'test');
    expect(config.branding).toMatchObject({ company_name: 'ShellFone', colors: { primary_dark: '#223344' } });
    expect(config.web_apps).toEqual([{ name: 'Xero', url: 'https://go.xero.com/' }]);
    expect(config.grafana).toEqual([
      { label: 'Network', url: 'http://g1.local/d/a' },
      { label: 'Dashboard 2', url: 'http://g2.local/d/b' },
    ]);
  });

  it('names the key of a wrong colour, font or seventh program', () => {
    const app = { name: 'A', url: 'https://a.example' };
    const wrong = () =>
      parseConfig(
        { ...base, branding: { colors: { primary: 'blue' }, font_family: 'Comic Sans' }, web_apps: Array.from({ length: 7 }, () => app) },
        'crm_config.yaml',
      );
    expect(wrong).toThrow(/branding\.colors\.primary: must be a colour such as #405189/);
    expect(wrong).toThrow(/branding\.font_family: must be one of/);
    expect(wrong).toThrow(/web_apps: holds six programs at most/);
  });
});
