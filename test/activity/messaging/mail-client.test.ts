import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMailClient, type MailClient, type OutgoingMail } from '../../../activities/adapters/mailjet/mail-client.ts';
import { parseConfig } from '../../../domain/settings/load-config.ts';
import { type RunningSandboxes, startSandboxes } from '../../../sandbox/start-sandboxes.ts';

const mailjet = { api_key: 'key', api_secret: 'secret' };
const config = parseConfig({ environment: 'local', jwt_secret: 'x'.repeat(32), ocs: { ocsTenant: 't', cgrates: 'localhost:2080' }, mailjet }, 'test');
const mail: OutgoingMail = {
  customId: 'provision-7-failure',
  from: { email: 'ops@example.com', name: 'Ops' },
  to: [{ email: 'a@example.com' }, { email: 'b@example.com', name: 'B' }],
  subject: 'Failed\r\nBcc: x@example.com',
  html: '<p>Failed</p>',
  text: 'Failed',
};

let running: RunningSandboxes;
let client: MailClient;

const clientAt = (base_url: string, keys = mailjet) => createMailClient({ ...keys, base_url }, { timeoutMs: 300, lookUpPausesMs: [1, 20] });
const control = async (path: string, body: unknown = {}) => fetch(`${running.urls.mailjet}/_sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) });
const received = async () =>
  (
    (await (await fetch(`${running.urls.mailjet}/_sandbox/messages`)).json()) as {
      messages: { summary: string; html: string; detail: Record<string, unknown> }[];
    }
  ).messages;

beforeEach(async () => {
  running = await startSandboxes({ config, ports: { mailjet: 0, smsc: 0, hss: 0, cbc: 0 } });
  client = clientAt(running.urls.mailjet);
});
afterEach(() => running.stop());

describe('a mail', () => {
  it('arrives as it was written, with one id per recipient', async () => {
    const sent = await client.send({ ...mail, attachments: [{ name: 'a.txt', type: 'text/plain', content: new TextEncoder().encode('hello') }] });
    expect(sent.found).toBe(false);
    expect(sent.messageIds).toHaveLength(2);
    expect(new Set(sent.messageIds).size).toBe(2);
    const [message] = await received();
    expect(message?.html).toBe(mail.html);
    expect(message?.detail).toMatchObject({
      CustomID: mail.customId,
      Subject: 'Failed Bcc: x@example.com',
      TextPart: 'Failed',
      Attachments: [{ Filename: 'a.txt', bytes: 5 }],
    });
  });

  it('is found again by its name, also when the first answer was lost', async () => {
    expect(await client.find(mail.customId)).toBeUndefined();
    await control('faults', { mode: 'drop_after_accept' });
    const sent = await client.send(mail);
    expect(sent.found).toBe(true);
    expect(sent.messageIds).toHaveLength(2);
    expect(await received()).toHaveLength(1);
  });

  it('is not sent twice by a second attempt', async () => {
    const first = await client.send(mail);
    const second = await client.send(mail, { attempt: 2 });
    expect(second).toEqual({ messageIds: first.messageIds, found: true });
    expect(await received()).toHaveLength(1);
  });

  it('is sent by a second attempt when the first did not arrive', async () => {
    await client.send(mail, { attempt: 2 });
    expect(await received()).toHaveLength(1);
  });
});

describe('a mail that does not go', () => {
  it('is uncertain when the connection breaks and Mailjet does not know it', async () => {
    await control('faults', { mode: 'refuse' });
    await expect(client.send(mail)).rejects.toMatchObject({ kind: 'uncertain', retryable: false });
    expect(await received()).toHaveLength(0);
  });

  it('is uncertain when no answer comes in time', async () => {
    await control('faults', { mode: 'hang' });
    await expect(client.send(mail)).rejects.toMatchObject({ kind: 'uncertain' });
  });

  it('may be tried again when Mailjet fails and does not know it', async () => {
    await control('faults', { mode: 'status', status: 502 });
    await expect(client.send(mail)).rejects.toMatchObject({ kind: 'unavailable', retryable: true });
    await control('faults', { mode: 'status', status: 429 });
    await expect(client.send(mail)).rejects.toMatchObject({ kind: 'unavailable' });
    expect((await client.send(mail, { attempt: 3 })).found).toBe(false);
  });

  it('may be tried again when nobody listens', async () => {
    const { mailjet: url } = running.urls;
    await running.stop();
    await expect(clientAt(url).send(mail)).rejects.toMatchObject({ kind: 'unavailable', message: expect.stringContaining('ECONNREFUSED') });
  });

  it('is rejected for good with wrong keys or a wrong address, in words without secrets', async () => {
    const refused = await clientAt(running.urls.mailjet, { api_key: 'key', api_secret: 'other-secret' })
      .send(mail)
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ kind: 'rejected', message: expect.stringContaining('mailjet.api_key') });
    const wrong = await client.send({ ...mail, to: [{ email: 'nobody' }] }).catch((error: unknown) => error);
    expect(wrong).toMatchObject({ kind: 'rejected', message: expect.stringContaining('email') });
    expect(JSON.stringify(refused) + String(refused)).not.toContain('other-secret');
  });

  it('stops waiting when it is cancelled', async () => {
    await control('faults', { mode: 'refuse' });
    const slow = createMailClient({ ...mailjet, base_url: running.urls.mailjet }, { lookUpPausesMs: [60_000] });
    const cancel = new AbortController();
    const sending = slow.send(mail, { signal: cancel.signal });
    cancel.abort();
    await expect(sending).rejects.toThrow();
  });
});
