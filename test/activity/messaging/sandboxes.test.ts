import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseConfig } from '../../../domain/settings/load-config.ts';
import { type RunningSandboxes, startSandboxes } from '../../../sandbox/start-sandboxes.ts';

const settings = (environment: string) =>
  parseConfig(
    {
      environment,
      jwt_secret: 'x'.repeat(32),
      ocs: { ocsTenant: 't', cgrates: 'localhost:2080' },
      mailjet: { api_key: 'k', api_secret: 's' },
      smsc: { source_msisdn: 'Test', smsc_url: 'http://localhost', api_key: 'sms-key' },
    },
    'test',
  );
const anyPorts = { mailjet: 0, smsc: 0, hss: 0, cbc: 0 };
const basic = { authorization: `Basic ${Buffer.from('k:s').toString('base64')}` };
const message = {
  From: { Email: 'a@example.com' },
  To: [{ Email: 'b@example.com', Name: 'B' }],
  Subject: 'Hello',
  HTMLPart: '<b>Hello</b><script>alert(1)</script>',
  CustomID: 'mail-1',
};

let folder: string;
let running: RunningSandboxes;
const start = async () => startSandboxes({ config: settings('local'), ports: anyPorts, folder });
const call = async (url: string, method = 'GET', body?: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, body: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : undefined };
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  running = await start();
});
afterEach(() => running.stop());

describe('the sandboxes', () => {
  it('do not start in production', async () => {
    await expect(startSandboxes({ config: settings('production'), ports: anyPorts })).rejects.toThrow('production');
  });

  it('name a port that is taken', async () => {
    const port = Number(new URL(running.urls.hss).port);
    await expect(startSandboxes({ config: settings('local'), ports: { ...anyPorts, hss: port } })).rejects.toThrow(`Port ${port} is taken`);
  });
});

describe('Mailjet', () => {
  const send = (messages: unknown, headers = basic) => call(`${running.urls.mailjet}/v3.1/send`, 'POST', { Messages: messages }, headers);

  it('accepts a mail, shows it without running it, and finds it by CustomID', async () => {
    const answer = await send([message]);
    expect(answer.status).toBe(200);
    expect(answer.body.Messages[0]).toMatchObject({
      Status: 'success',
      CustomID: 'mail-1',
      To: [{ Email: 'b@example.com', MessageID: expect.any(Number), MessageUUID: expect.any(String) }],
    });
    const list = await call(`${running.urls.mailjet}/`);
    expect(list.text).toContain('Hello → b@example.com');
    const page = await call(`${running.urls.mailjet}/_sandbox/messages/1`, 'GET', undefined, { accept: 'text/html' });
    expect(page.text).toContain('iframe sandbox');
    expect(page.text).not.toContain('<script>');
    const found = await call(`${running.urls.mailjet}/v3/REST/message?CustomID=mail-1`, 'GET', undefined, basic);
    expect(found.body).toMatchObject({ Count: 1, Data: [{ CustomID: 'mail-1', ID: answer.body.Messages[0].To[0].MessageID }] });
    expect((await call(`${running.urls.mailjet}/v3/REST/message?CustomID=other`, 'GET', undefined, basic)).body.Count).toBe(0);
  });

  it('refuses wrong credentials and messages as the real one does', async () => {
    expect((await send([message], { authorization: 'Basic eDp5' })).status).toBe(401);
    const answer = await send([
      { ...message, To: [] },
      { From: message.From, To: message.To },
    ]);
    expect(answer.status).toBe(400);
    expect(
      answer.body.Messages.map(({ Status, Errors }: { Status: string; Errors: { ErrorRelatedTo: string[] }[] }) => [Status, Errors[0]?.ErrorRelatedTo[0]]),
    ).toEqual([
      ['error', 'To'],
      ['error', 'HTMLPart'],
    ]);
    expect((await send(undefined)).status).toBe(400);
  });

  it('keeps what it received over a restart, until reset', async () => {
    await send([message]);
    await running.stop();
    running = await start();
    expect((await call(`${running.urls.mailjet}/_sandbox/messages`)).body.messages).toHaveLength(1);
    await call(`${running.urls.mailjet}/_sandbox/reset`, 'POST');
    await running.stop();
    running = await start();
    expect((await call(`${running.urls.mailjet}/_sandbox/messages`)).body.messages).toEqual([]);
  });
});

describe('the HSS', () => {
  const subscriber = (id: string | number, method = 'GET', body?: unknown) => call(`${running.urls.hss}/subscriber/${id}`, method, body);
  const keys = { ki: '0'.repeat(32), opc: 'f'.repeat(32) };

  it('creates, changes and deletes subscribers and never shows their keys', async () => {
    const made = await subscriber('234150000000001', 'PUT', { msisdn: 447700900001, ...keys, enabled: true });
    expect(made).toMatchObject({ status: 200, body: { subscriber_id: 1, imsi: '234150000000001', msisdn: '447700900001', ki: '•••' } });
    await subscriber('234150000000001', 'PUT', { msisdn: '447700900002', ...keys });
    expect((await subscriber(1)).body).toMatchObject({ msisdn: '447700900002', subscriber_id: 1 });
    await subscriber(1, 'PATCH', { enabled: false, ue_ambr_dl: 999999 });
    expect((await call(`${running.urls.hss}/subscriber`)).body).toEqual([expect.objectContaining({ enabled: false, ue_ambr_dl: 999999 })]);
    const seen = (await call(`${running.urls.hss}/_sandbox/messages`)).text;
    expect(seen).not.toContain(keys.ki);
    expect((await subscriber('234150000000001', 'DELETE')).status).toBe(200);
    expect((await subscriber('234150000000001', 'DELETE')).status).toBe(404);
  });

  it('keeps subscribers over a restart', async () => {
    await subscriber('234150000000001', 'PUT', keys);
    await running.stop();
    running = await start();
    expect((await subscriber('234150000000001')).status).toBe(200);
    expect(readFileSync(join(folder, 'hss-subscribers.jsonl'), 'utf8').split('\n')).toHaveLength(2);
  });

  it.each([
    ['x', {}],
    ['234150000000001', { ki: 'short' }],
    ['234150000000001', { msisdn: 'abc' }],
    ['234150000000001', []],
  ])('refuses %s with %j', async (id, body) => {
    expect((await subscriber(id, 'PUT', body)).status).toBe(400);
  });
});

describe('SMSC and CBC', () => {
  it('take a message with the key only', async () => {
    const sms = { source_msisdn: 'Test', destination_msisdn: 447700900001, message_body: 'Hi' };
    expect((await call(`${running.urls.smsc}/SMS/plaintext/sms-key`, 'POST', sms)).status).toBe(201);
    expect((await call(`${running.urls.smsc}/SMSc/SMS/plaintext/sms-key`, 'POST', sms)).status).toBe(201);
    expect((await call(`${running.urls.smsc}/SMS/plaintext/wrong`, 'POST', sms)).status).toBe(401);
    expect((await call(`${running.urls.smsc}/SMS/plaintext/sms-key`, 'POST', { ...sms, destination_msisdn: 'me' })).status).toBe(400);
    expect((await call(`${running.urls.smsc}/_sandbox/messages`)).body.messages).toHaveLength(2);
  });

  it('take an alert', async () => {
    expect((await call(`${running.urls.cbc}/alerts/send`, 'POST', { identifier: 4370 })).status).toBe(200);
    expect((await call(`${running.urls.cbc}/alerts/send`, 'POST', [])).status).toBe(400);
  });
});

describe('a fault', () => {
  const alert = () => call(`${running.urls.cbc}/alerts/send`, 'POST', { identifier: 1 });
  const fault = (body: unknown) => call(`${running.urls.cbc}/_sandbox/faults`, 'POST', body);
  const received = async () => (await call(`${running.urls.cbc}/_sandbox/messages`)).body.messages.length as number;

  it('cuts the connection unread, as often as asked', async () => {
    await fault({ mode: 'refuse', count: 2 });
    await expect(alert()).rejects.toThrow();
    await expect(alert()).rejects.toThrow();
    expect((await alert()).status).toBe(200);
    expect(await received()).toBe(1);
  });

  it('loses the answer of work that was done', async () => {
    await fault({ mode: 'drop_after_accept' });
    await expect(alert()).rejects.toThrow();
    expect(await received()).toBe(1);
  });

  it('answers a status, until it is switched off', async () => {
    await fault({ mode: 'status', status: 500, count: null });
    expect((await alert()).status).toBe(500);
    expect((await alert()).status).toBe(500);
    expect((await call(`${running.urls.cbc}/`)).text).toContain('Fault switched on');
    await fault({ mode: 'none' });
    expect((await alert()).status).toBe(200);
  });

  it('hangs until the caller gives up', async () => {
    await fault({ mode: 'hang' });
    await expect(fetch(`${running.urls.cbc}/alerts/send`, { method: 'POST', body: '{}', signal: AbortSignal.timeout(200) })).rejects.toThrow();
    expect(await received()).toBe(0);
    expect((await alert()).status).toBe(200);
  });

  it('must be one that is known', async () => {
    expect((await fault({ mode: 'explode' })).status).toBe(400);
    expect((await fault(undefined)).status).toBe(400);
  });
});
