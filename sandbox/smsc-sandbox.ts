import { randomUUID, timingSafeEqual } from 'node:crypto';
import type { Hono } from 'hono';
import { z } from 'zod';
import { createFrame, type SandboxOptions } from './frame.ts';

/** Body of a plain-text message (chapter 18); numbers may come as numbers. */
const smsShape = z.object({
  source_msisdn: z.coerce.string().min(1).max(20),
  destination_msisdn: z.coerce.string().regex(/^\+?\d{5,15}$/, 'must be a phone number'),
  message_body: z.string().min(1).max(1600),
});

/** Message centre: `POST …/SMS/plaintext/{api_key}` answers 201 with the message's id. */
export function createSmscSandbox(options: SandboxOptions & { apiKey: string }): Hono {
  const { app, inbox } = createFrame('smsc', 'SMSC', options);
  for (const path of ['/SMS/plaintext/:key', '/SMSc/SMS/plaintext/:key']) {
    app.post(path, async (c) => {
      if (!sameText(c.req.param('key') ?? '', options.apiKey)) return c.json({ error: 'Unknown API key.' }, 401);
      const sms = smsShape.safeParse(await c.req.json().catch(() => undefined));
      if (!sms.success)
        return c.json({ error: 'The message is not valid.', faults: sms.error.issues.map(({ path: key, message }) => `${key.join('.')}: ${message}`) }, 400);
      const message_id = randomUUID();
      inbox.add({ summary: `SMS to ${sms.data.destination_msisdn}: ${sms.data.message_body.slice(0, 60)}`, detail: { message_id, ...sms.data } });
      return c.json({ message_id, status: 'accepted' }, 201);
    });
  }
  return app;
}

const sameText = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
