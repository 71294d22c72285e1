import { generateSync } from 'otplib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logIn } from '../../../domain/identity/log-in.ts';
import { verifyChallenge } from '../../../domain/identity/login-challenge.ts';
import { passSecondFactor } from '../../../domain/identity/pass-second-factor.ts';
import { anonymous } from '../../../domain/identity/principal.ts';
import { landingOf, readUserAccess } from '../../../domain/identity/user-access.ts';
import { parseConfig } from '../../../domain/settings/load-config.ts';
import { type DemoLogin, type DemoOperator, makeDemoOperator } from '../../../scripts/demo/make-demo-operator.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const config = parseConfig({ jwt_secret: 'x'.repeat(32), ocs: { ocsTenant: 't', cgrates: 'localhost:2080' } }, 'test');
const now = new Date('2026-11-23T12:00:00Z');
let database: TestDatabase;
let made: DemoOperator | undefined;
let kept: DemoLogin[] = [];

const make = (target = database) => makeDemoOperator({ orm: target.orm, config, now, keepLogins: (logins) => void (kept = logins) });
const rows = <T extends object>(sql: string, target = database) => target.orm.em.fork().execute<T[]>(sql);

beforeAll(async () => {
  database = await createTestDatabase();
  made = await make();
});
afterAll(() => database.close());

describe('the demo operator', () => {
  it('has customers, products, stock and logins', () => {
    expect(made).toMatchObject({ customers: 40, products: 15, items: 664, logins: kept });
    expect(kept.map(({ role }) => role)).toEqual(['Administrator', 'Support', 'Finance', 'Broadcast desk', 'Customer', 'Auditor']);
  });

  it('lets each login in, to the page of its role', async () => {
    const landings: string[] = [];
    const mayAct: string[] = [];
    for (const { role, email, password } of kept.filter(({ totp_secret }) => totp_secret === undefined)) {
      const em = database.orm.em.fork();
      const orderMail = (): never => expect.fail('nobody gets a mail');
      const result = await logIn({ em, principal: anonymous, requestId: 'test', ip: null }, { config, orderMail }, { email, password });
      const user = 'session' in result ? await readUserAccess(em, result.session.userId) : undefined;
      landings.push(landingOf(user?.customer_id ?? null, user?.permissions ?? []));
      if (user?.permissions.includes('can_impersonate')) mayAct.push(role);
    }
    expect(mayAct).toEqual(['Administrator', 'Support']);
    expect(landings).toEqual(['/customers', '/customers', '/customers', '/create-cell-broadcast', '/self-care']);
  });

  it('asks the login with a second factor for a code of its key', async () => {
    const { email = '', password = '', totp_secret: secret = '' } = kept.find(({ role }) => role === 'Auditor') ?? {};
    const ctx = { em: database.orm.em.fork(), principal: anonymous, requestId: 'test', ip: null };
    const deps = { config, orderMail: (): never => expect.fail('nobody gets a mail') };
    const result = await logIn(ctx, deps, { email, password });
    const challenge = await verifyChallenge(config.jwt_secret, 'challenge' in result ? result.challenge.token : '');
    const session = await passSecondFactor(ctx, deps, { challenge, code: generateSync({ secret }) });
    expect(session.userId).toBe(challenge.userId);
  });

  it('has customers with attributes and tags that are shown today', async () => {
    expect(await rows(`select from customer_attribute where attribute_name = 'support_tier'`)).toHaveLength(12);
    const tags = await rows<{ tag_text: string }>(
      `select distinct tag_text from customer_tag where '2026-11-23' between tag_active_date and tag_deactivate_date order by 1`,
    );
    expect(tags.map(({ tag_text: text }) => text)).toEqual(['Open support ticket', 'Payment overdue', 'VIP']);
  });

  it('has items on masts all over the country', async () => {
    const masts = await rows<{ plus_code: string }>(`select plus_code from inventory where item_location = 'On a mast'`);
    expect(masts).toHaveLength(8);
    expect(new Set(masts.map(({ plus_code }) => plus_code)).size).toBe(8);
  });

  it('has stock whose numbers are valid and unlike', async () => {
    const sims = await rows<{ itemtext1: string; itemtext2: string; itemtext4: string }>(
      `select itemtext1, itemtext2, itemtext4 from inventory where item = 'SIM Card'`,
    );
    for (const column of ['itemtext1', 'itemtext2', 'itemtext4'] as const) expect(new Set(sims.map((sim) => sim[column])).size).toBe(240);
    for (const { itemtext1, itemtext2, itemtext4 } of sims) {
      expect(luhn(itemtext1)).toBe(true);
      expect(itemtext2).toMatch(/^23499\d{10}$/);
      expect(itemtext4).toMatch(/^[0-9a-f]{32}$/);
    }
    const numbers = await rows<{ itemtext1: string }>(
      `select distinct itemtext1 from inventory where item = 'Mobile Number' and itemtext1 ~ '^447700900[0-9]{3}$'`,
    );
    expect(numbers).toHaveLength(240);
  });

  it('sells nothing for which there is no stock or play', async () => {
    const missing = await rows(
      `select from product p where p.inventory_items_list like '%SIM Card%' and not exists (select from inventory_template where item = 'SIM Card')`,
    );
    expect(missing).toHaveLength(0);
    const plays = await rows<{ play: string }>('select distinct provisioning_play as play from product order by 1');
    expect(plays.map(({ play }) => play)).toEqual(['play_local_mobile_sim', 'play_psim_only', 'play_simple_service']);
  });

  it('is the same everywhere but for its passwords', async () => {
    const other = await createTestDatabase();
    const first = [...kept];
    await make(other);
    for (const sql of [
      'select customer_name, tax_identifier, contract_start_date from customer order by customer_id',
      'select itemtext1, itemtext4 from inventory order by inventory_id',
      'select latitude, contact_phone from customer_site s join customer_contact c using (customer_id) order by site_id, contact_id',
    ]) {
      expect(await rows(sql, other)).toEqual(await rows(sql));
    }
    expect(kept.map(({ password }) => password)).not.toEqual(first.map(({ password }) => password));
    await other.close();
  });

  it('leaves a system alone that has data already', async () => {
    const before = [...kept];
    expect(await make()).toBeUndefined();
    expect(kept).toEqual(before);
    const foreign = await createTestDatabase();
    await rows(`insert into customer (customer_name) values ('Real customer')`, foreign);
    expect(await make(foreign)).toBeUndefined();
    expect(await rows('select from customer', foreign)).toHaveLength(1);
    await foreign.close();
  });

  it('is made once when two start at the same time, and not half when its logins cannot be kept', async () => {
    const target = await createTestDatabase();
    await expect(
      makeDemoOperator({
        orm: target.orm,
        config,
        keepLogins: () => {
          throw new Error('disk full');
        },
      }),
    ).rejects.toThrow('disk full');
    expect(await rows('select from customer', target)).toHaveLength(0);
    const results = await Promise.all([make(target), make(target)]);
    expect(results.filter((result) => result !== undefined)).toHaveLength(1);
    expect(await rows('select from customer', target)).toHaveLength(40);
    await target.close();
  });
});

function luhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return digits.length === 19 && sum % 10 === 0;
}
