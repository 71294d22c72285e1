import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import type { MailClient, OutgoingMail } from '../../activities/adapters/mailjet/mail-client.ts';
import type { ChargingAccounts, ProvisioningDeps } from '../../activities/provisioning/deps.ts';
import type { Config } from '../../domain/settings/config-schema.ts';
import { parseConfig } from '../../domain/settings/load-config.ts';

/** Settings of tests about provisioning; nothing they name is there. */
const provisioningConfig = (overrides: Record<string, unknown> = {}): Config =>
  parseConfig(
    {
      environment: 'local',
      jwt_secret: 'test-secret-that-is-32-characters-long',
      ocs: { ocsTenant: 'test.example', cgrates: '127.0.0.1:1' },
      provisioning: { failure_list: ['ops@example.com'], play_timeout_seconds: 60 },
      mailjet: { 'api.crmCommunicationProvisioningFailure': { from_email: 'crm@example.com', from_name: 'CRM' } },
      ...overrides,
    },
    'test',
  );

/** A charging system in memory; `down` makes every call fail. */
export interface FakeCharging extends ChargingAccounts {
  accounts: Set<string>;
  down: boolean;
}

function fakeCharging(...names: string[]): FakeCharging {
  const accounts = new Set(names);
  const fake: FakeCharging = {
    accounts,
    down: false,
    exists: async (name) => answered(fake) && accounts.has(name),
    remove: async (name) => void (answered(fake) && accounts.delete(name)),
    withNameContaining: async (part) => (answered(fake) ? [...accounts].filter((name) => name.includes(part)) : []),
  };
  return fake;
}

function answered({ down }: FakeCharging): true {
  if (down) throw new Error('connection refused');
  return true;
}

export interface ProvisioningWorld extends ProvisioningDeps {
  charging: FakeCharging;
  sent: OutgoingMail[];
}

/** Everything the steps of provisioning need, on the given database. */
export function provisioningWorld(orm: MikroORM, overrides: Partial<ProvisioningDeps> = {}): ProvisioningWorld {
  const sent: OutgoingMail[] = [];
  const mail: MailClient = {
    find: async () => undefined,
    send: async (message) => {
      sent.push(message);
      return { messageIds: ['1'], found: false };
    },
  };
  const runsDirectory = mkdtempSync(join(tmpdir(), 'linewright-runs-'));
  return { config: provisioningConfig(), orm, mail, runsDirectory, host: 'this-machine', ...overrides, charging: fakeCharging(), sent };
}

/** A small operator: one customer, one product with stock, ten SIM cards. */
export interface SeededOperator {
  customerId: number;
  productId: number;
  items: number[];
}

export async function seedOperator(em: EntityManager, product: Record<string, unknown> = {}): Promise<SeededOperator> {
  const [customer] = await em.execute<{ customer_id: number }[]>(`insert into customer (customer_name) values ('Ada') returning customer_id`);
  const columns = {
    product_name: 'SIM only',
    product_slug: randomUUID(),
    provisioning_play: 'play_test',
    inventory_items_list: `['SIM Card']`,
    residential: true,
    ...product,
  };
  const names = Object.keys(columns);
  const [row] = await em.execute<{ product_id: number }[]>(
    `insert into product (${names.join(', ')}) values (${names.map(() => '?').join(', ')}) returning product_id`,
    Object.values(columns),
  );
  await em.execute(`insert into inventory_template (item, itemtext1_label) values ('SIM Card', 'ICCID') on conflict do nothing`);
  const items = await em.execute<{ inventory_id: number }[]>(
    `insert into inventory (inventory_template_id, item, item_state, itemtext1)
     select t.inventory_template_id, t.item, case when n % 2 = 0 then 'New' else 'In Stock' end, 'sim-' || n from inventory_template t, generate_series(1, 10) n where t.item = 'SIM Card'
     returning inventory_id`,
  );
  return { customerId: customer?.customer_id ?? 0, productId: row?.product_id ?? 0, items: items.map(({ inventory_id }) => inventory_id) };
}
