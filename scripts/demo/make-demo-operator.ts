import { actingAs } from '../../domain/activity-log/author.ts';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { createProduct } from '../../domain/catalog/create-product.ts';
import { createPromoCode, type PromoFields } from '../../domain/catalog/promo-codes.ts';
import type { Ctx } from '../../domain/context.ts';
import type { FullCustomerJson } from '../../domain/customers/customer-columns.ts';
import { createUser } from '../../domain/identity/create-user.ts';
import { generatePassword } from '../../domain/identity/generate-password.ts';
import { systemPrincipal } from '../../domain/identity/principal.ts';
import { sealTotp } from '../../domain/identity/spend-code.ts';
import { newTotpSecret } from '../../domain/identity/totp.ts';
import { seedRoles } from '../../domain/identity/seed-roles.ts';
import type { Config } from '../../domain/settings/config-schema.ts';
import { makeCustomers } from './customers.ts';
import { makeLabels } from './labels.ts';
import { demoProducts } from './products.ts';
import { makeStock } from './stock.ts';

/** A person who can sign in to the demo. */
export interface DemoLogin {
  role: string;
  email: string;
  password: string;
  /** Key of the authenticator app, for who is asked for a code. */
  totp_secret?: string;
}

/** What was made. */
export interface DemoOperator {
  logins: DemoLogin[];
  customers: number;
  products: number;
  items: number;
}

export interface DemoOptions {
  orm: MikroORM;
  config: Config;
  now?: Date;
  /** Called with the logins before anything is kept, so that nobody is locked out of what was made. */
  keepLogins: (logins: DemoLogin[]) => void;
}

const staff = [
  { role: 'Administrator', mailbox: 'admin', first_name: 'Alex', last_name: 'Morgan', roles: ['admin'] },
  { role: 'Support', mailbox: 'support', first_name: 'Sam', last_name: 'Taylor', roles: ['Support'] },
  { role: 'Finance', mailbox: 'finance', first_name: 'Fran', last_name: 'Patel', roles: ['Finance'] },
  { role: 'Broadcast desk', mailbox: 'cbc', first_name: 'Chris', last_name: 'Evans', roles: ['cbc'] },
] as const;

/** Shows the second step of signing in. */
const withSecondFactor = { role: 'Auditor', email: 'auditor@northbridge.example', first_name: 'Robin', last_name: 'Clarke', roles: ['Auditor'] } as const;

const demoPromoCodes: readonly PromoFields[] = [
  { code: 'WELCOME-20', description: 'For new customers', percent_off: '20', max_uses_per_customer: 1 },
  { code: 'FREE-SETUP', description: 'No set-up cost', percent_off: '100', applies_to: 'setup', max_uses: 100 },
];

/**
 * Makes the demo's small operator in one transaction, all or nothing. A system that has customers or users already is
 * left as it is, and the answer is undefined.
 */
export async function makeDemoOperator({ orm, config, now = new Date(), keepLogins }: DemoOptions): Promise<DemoOperator | undefined> {
  await seedRoles(orm.em.fork());
  const make = () =>
    orm.em.fork().transactional(async (em) => {
      await em.execute(`select pg_advisory_xact_lock(hashtextextended('demo-data', 0))`);
      const [taken] = await em.execute('select 1 where exists (select from customer) or exists (select from app_user)');
      if (taken !== undefined) return undefined;
      const ctx: Ctx = { em, principal: systemPrincipal('demo data'), requestId: 'demo-data', ip: null };
      const customers = await makeCustomers(ctx, { country: config.locale.country }, now);
      await makeLabels(ctx, customers, now);
      const products = demoProducts(now).filter(({ service_type: type }) => typeof type === 'string' && config.service_types.includes(type));
      for (const product of products) await createProduct(ctx, product, { serviceTypes: config.service_types });
      for (const code of demoPromoCodes) await createPromoCode(ctx, code);
      const items = await makeStock(em);
      await letSupportActForOthers(em);
      const logins = await makeLogins(ctx, config, customers);
      keepLogins(logins);
      return { logins, customers: customers.length, products: products.length, items };
    });
  return actingAs(() => ({ kind: 'system', label: 'Demo data' }), make);
}

/** Chapter 38 leaves it to the operator whether Support may log in as a customer; this one allows it. */
const letSupportActForOthers = (em: EntityManager): Promise<unknown> =>
  em.execute(`insert into role_permission (role_id, permission_id)
    select r.id, p.id from role r, permission p where r.name = 'Support' and p.name = 'can_impersonate' on conflict do nothing`);

async function makeLogins(ctx: Ctx, config: Config, [firstCustomer]: FullCustomerJson[]): Promise<DemoLogin[]> {
  const logins: DemoLogin[] = [];
  const add = async (
    role: string,
    user: { email: string; first_name: string; last_name: string; roles: readonly string[]; contact_id?: number },
  ): Promise<{ id: number; login: DemoLogin }> => {
    const password = generatePassword();
    const { id } = await createUser(ctx, { ...user, username: user.email.split('@')[0] ?? user.email, password });
    const login: DemoLogin = { role, email: user.email, password };
    logins.push(login);
    return { id, login };
  };
  for (const { role, mailbox, ...user } of staff) await add(role, { ...user, email: `${mailbox}@northbridge.example` });
  const contact = firstCustomer?.contacts[0];
  if (contact?.contact_email) {
    await add('Customer', {
      email: contact.contact_email,
      first_name: contact.contact_firstname,
      last_name: contact.contact_lastname,
      roles: ['customer'],
      contact_id: contact.contact_id,
    });
  }
  const { role, ...auditor } = withSecondFactor;
  const { id, login } = await add(role, auditor);
  login.totp_secret = newTotpSecret();
  await ctx.em.execute('update app_user set totp_secret = ?, is_2fa_enabled = true where id = ?', [sealTotp(config, id, login.totp_secret), id]);
  return logins;
}
