import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMailClient } from '../../../activities/adapters/mailjet/mail-client.ts';
import { createStockActivities } from '../../../activities/inventory/create-stock-activities.ts';
import { parseConfig } from '../../../domain/settings/load-config.ts';
import { type RunningSandboxes, startSandboxes } from '../../../sandbox/start-sandboxes.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const mailjet = { api_key: 'key', api_secret: 'secret' };
const config = parseConfig(
  {
    environment: 'local',
    jwt_secret: 'x'.repeat(32),
    ocs: { ocsTenant: 't', cgrates: 'localhost:2080' },
    mailjet: { ...mailjet, 'api.crmCommunicationLowStock': { from_email: 'ops@example.com', from_name: 'Ops', subject: 'Stock' } },
    inventory: { low_stock_list: ['stock@example.com'] },
  },
  'test',
);

let database: TestDatabase;
let sandboxes: RunningSandboxes;
beforeAll(async () => {
  [database, sandboxes] = await Promise.all([createTestDatabase(), startSandboxes({ config, ports: { mailjet: 0, smsc: 0, hss: 0, cbc: 0 } })]);
  await sql(`insert into inventory_template (item, itemtext1_label) values ('SIM Card', 'ICCID')`);
  await sql(`insert into stock_threshold (inventory_template_id, minimum) select inventory_template_id, 2 from inventory_template`);
  await arrives('first');
});
afterAll(() => Promise.all([database?.close(), sandboxes?.stop()]));

const sql = (text: string, params: unknown[] = []): Promise<object[]> => database.orm.em.fork().execute<object[]>(text, params);
const arrives = (text: string): Promise<object[]> =>
  sql(`insert into inventory (inventory_template_id, item, itemtext1) select inventory_template_id, item, ? from inventory_template`, [text]);
const look = (): Promise<unknown> => {
  const mail = createMailClient({ ...mailjet, base_url: sandboxes.urls.mailjet }, { timeoutMs: 5000, lookUpPausesMs: [1, 20] });
  return new MockActivityEnvironment().run(createStockActivities({ config, orm: database.orm, mail }).reportLowStock);
};
const received = async (): Promise<string[]> => {
  const answer = await fetch(`${sandboxes.urls.mailjet}/_sandbox/messages`);
  return ((await answer.json()) as { messages: { summary: string }[] }).messages.map(({ summary }) => summary);
};

test('a shortage is mailed once, forgotten when it is over, and news when it comes again', async () => {
  expect([await look(), await look()]).toEqual([{ mails: 1 }, { mails: 0 }]);
  expect(await received()).toEqual(['Stock: SIM Card runs low → stock@example.com']);
  await arrives('second');
  expect(await look()).toEqual({ mails: 0 });
  await sql(`delete from inventory where itemtext1 = 'second'`);
  expect(await look()).toEqual({ mails: 1 });
  expect(await received()).toHaveLength(2);
});
