import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMailClient } from '../../../activities/adapters/mailjet/mail-client.ts';
import { createStockActivities } from '../../../activities/inventory/create-stock-activities.ts';
import { parseConfig } from '../../../domain/settings/load-config.ts';
import { type RunningSandboxes, startSandboxes } from '../../../sandbox/start-sandboxes.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const mailjet = { api_key: 'key', api_secret: 'secret' };
const sender = { from_email: 'ops@example.com', from_name: 'Ops' };
const configOf = (mails: Record<string, object>) =>
  parseConfig(
    {
      environment: 'local',
      jwt_secret: 'x'.repeat(32),
      ocs: { ocsTenant: 't', cgrates: 'localhost:2080' },
      branding: { company_name: 'Example Telecom' },
      mailjet: { ...mailjet, ...mails },
      inventory: { low_stock_list: ['stock@example.com'] },
    },
    'test',
  );
const config = configOf({ 'api.crmCommunicationLowStock': { ...sender, subject: 'Stock' } });

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
const look = (settings = config): Promise<unknown> => {
  const mail = createMailClient({ ...mailjet, base_url: sandboxes.urls.mailjet }, { timeoutMs: 5000, lookUpPausesMs: [1, 20] });
  return new MockActivityEnvironment().run(createStockActivities({ config: settings, orm: database.orm, mail }).reportLowStock);
};
interface Received {
  summary: string;
  html?: string;
  detail: { TemplateID?: number; Variables?: object; Subject?: string; TextPart?: string };
}
const mails = async (): Promise<Received[]> => {
  const answer = await fetch(`${sandboxes.urls.mailjet}/_sandbox/messages`);
  return ((await answer.json()) as { messages: Received[] }).messages;
};
const received = async (): Promise<string[]> => (await mails()).map(({ summary }) => summary);
/** The shortage is news again. */
const comesAgain = (): Promise<object[]> => sql('update stock_threshold set low_since = null, reported_at = null');

test('a shortage is mailed once, forgotten when it is over, and news when it comes again', async () => {
  expect([await look(), await look()]).toEqual([{ mails: 1 }, { mails: 0 }]);
  expect(await received()).toEqual(['Stock: SIM Card runs low → stock@example.com']);
  await arrives('second');
  expect(await look()).toEqual({ mails: 0 });
  await sql(`delete from inventory where itemtext1 = 'second'`);
  expect(await look()).toEqual({ mails: 1 });
  expect(await received()).toHaveLength(2);
});

test('it bears the operator’s name', async () => {
  await comesAgain();
  await look();
  const mail = (await mails()).at(-1);
  expect(mail?.html).toContain('Sent by Example Telecom');
  expect(mail?.detail.TextPart).toContain('Sent by Example Telecom');
  expect(`${mail?.html}${mail?.detail.TextPart}`).not.toContain('Linewright');
});

const template = { 'api.crmCommunicationLowStock': { ...sender, template_id: 5977520 } };

test('the operator’s own template is sent in its place, with its variables', async () => {
  await comesAgain();
  await look(configOf(template));
  const mail = (await mails()).at(-1);
  expect(mail?.html).toBeUndefined();
  expect(mail?.detail).toMatchObject({
    TemplateID: 5977520,
    Variables: {
      summary: 'SIM Card runs low',
      stock_url: 'http://localhost:3000/inventory/stock',
      shortages: [{ item: 'SIM Card', place: 'all locations', available: 1, minimum: 2 }],
    },
  });
});

test('a template that Mailjet refuses is replaced by the built-in mail', async () => {
  await comesAgain();
  await fetch(`${sandboxes.urls.mailjet}/_sandbox/faults`, { method: 'POST', body: JSON.stringify({ mode: 'status', status: 400 }) });
  const before = (await mails()).length;
  expect(await look(configOf(template))).toEqual({ mails: 1 });
  const after = await mails();
  expect(after).toHaveLength(before + 1);
  const mail = after.at(-1);
  expect(mail?.detail.TemplateID).toBeUndefined();
  expect(mail?.html).toContain('SIM Card');
});

test('a template for failed jobs is not one for stock, whatever sender is borrowed', async () => {
  await comesAgain();
  await look(configOf({ 'api.crmCommunicationProvisioningFailure': { ...sender, template_id: 5977521 } }));
  expect((await mails()).at(-1)?.detail.TemplateID).toBeUndefined();
});
