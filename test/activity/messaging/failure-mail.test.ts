import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMailClient } from '../../../activities/adapters/mailjet/mail-client.ts';
import { createProvisioningActivities } from '../../../activities/provisioning/create-provisioning-activities.ts';
import { type RunningSandboxes, startSandboxes } from '../../../sandbox/start-sandboxes.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { provisioningWorld, seedOperator } from '../../support/provisioning.ts';
import { inActivity, order, step } from '../provisioning/support.ts';

const keys = { api_key: 'key', api_secret: 'secret' };
const sender = { from_email: 'crm@example.com', from_name: 'CRM' };

let database: TestDatabase;
let sandboxes: RunningSandboxes;
beforeAll(async () => {
  database = await createTestDatabase();
  const { config } = provisioningWorld(database.orm);
  Object.assign(config.mailjet, keys);
  sandboxes = await startSandboxes({ config, ports: { mailjet: 0, smsc: 0, hss: 0, cbc: 0 } });
});
afterAll(() => Promise.all([database?.close(), sandboxes?.stop()]));

interface Received {
  html?: string;
  detail: { TemplateID?: number; Variables?: Record<string, unknown>; Subject?: string };
}

/** Fails a job and answers the mail that arrived about it. */
async function failed(settings: object): Promise<{ provisionId: number; received: Received | undefined }> {
  const mail = createMailClient({ ...keys, base_url: sandboxes.urls.mailjet }, { timeoutMs: 5000, lookUpPausesMs: [1, 20] });
  const world = provisioningWorld(database.orm, { mail });
  world.config.branding.company_name = 'Example Telecom';
  Object.assign(world.config.mailjet, { 'api.crmCommunicationProvisioningFailure': { ...sender, ...settings } });
  const activities = createProvisioningActivities(world);
  const job = await order(world, await seedOperator(database.orm.em.fork()));
  const { provisionId } = job;
  await inActivity(activities.acceptProvision, job);
  await database.orm.em.fork().execute(`update provision set reason = 'No route' where provision_id = ?`, [provisionId]);
  await inActivity(activities.notifyFailure, { provisionId, step, remains: [{ kind: 'service' as const, id: 5 }] });
  const answer = await fetch(`${sandboxes.urls.mailjet}/_sandbox/messages`);
  const { messages } = (await answer.json()) as { messages: Received[] };
  return { provisionId, received: messages.at(-1) };
}

test('the mail about a failed job bears the operator’s name', async () => {
  const { received } = await failed({});
  expect(received?.detail.TemplateID).toBeUndefined();
  expect(received?.html).toContain('Sent by Example Telecom');
  expect(received?.html).not.toContain('Linewright');
});

test('the operator’s own template is sent in its place, with its variables', async () => {
  const { provisionId, received } = await failed({ template_id: 5977530, subject: 'A job failed' });
  expect(received?.html).toBeUndefined();
  expect(received?.detail).toMatchObject({ TemplateID: 5977530, Subject: 'A job failed' });
  expect(received?.detail.Variables).toMatchObject({
    provision_id: provisionId,
    reason: 'No route',
    job_url: expect.stringContaining(`/${provisionId}`),
    service: '',
    action: 'provision',
    remains: ['service 5'],
    tasks: [],
  });
});
