import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { createFrame, type SandboxOptions } from './frame.ts';
import { openJournal } from './journal.ts';

const secretKeys = ['ki', 'opc'] as const;

const imsiShape = z.string().regex(/^\d{6,15}$/, 'must be an IMSI of 6 to 15 digits');
const subscriberShape = z.looseObject({
  imsi: z.coerce.string().optional(),
  msisdn: z.coerce
    .string()
    .regex(/^\d{1,15}$/, 'must be 1 to 15 digits')
    .optional(),
  ki: z
    .string()
    .regex(/^[0-9a-fA-F]{32}$/, 'must be 32 hexadecimal digits')
    .optional(),
  opc: z
    .string()
    .regex(/^[0-9a-fA-F]{32}$/, 'must be 32 hexadecimal digits')
    .optional(),
  enabled: z.boolean().optional(),
});

/** A subscriber as the network knows it; the keys of its SIM card never leave. */
type Subscriber = z.infer<typeof subscriberShape> & { subscriber_id: number; imsi: string };

/** Subscriber server: `/subscriber/{imsi or subscriber_id}` by GET, PUT (creates or replaces), PATCH and DELETE, and the list at `/subscriber` (chapter 18). */
export function createHssSandbox(options: SandboxOptions): Hono {
  const { app, inbox, file, onReset } = createFrame('hss', 'HSS', options);
  const { subscribers, keep, remove, clear } = openSubscribers(file('subscribers'));
  onReset(clear);
  const find = (id: string): Subscriber | undefined =>
    subscribers.get(id) ?? [...subscribers.values()].find(({ subscriber_id }) => String(subscriber_id) === id);
  const missing = (c: Context): Response => c.json({ error: 'There is no such subscriber.' }, 404);
  const note = (verb: string, subscriber: Subscriber): void =>
    void inbox.add({ summary: `${verb} subscriber ${subscriber.imsi} (${subscriber.msisdn ?? 'no number'})`, detail: withoutSecrets(subscriber) });

  app.get('/subscriber', (c) => c.json([...subscribers.values()].map(withoutSecrets)));
  app.get('/subscriber/:id', (c) => {
    const found = find(c.req.param('id'));
    return found === undefined ? missing(c) : c.json(withoutSecrets(found));
  });
  app.put('/subscriber/:id', async (c) => {
    const imsi = imsiShape.safeParse(c.req.param('id'));
    const body = subscriberShape.safeParse(await c.req.json().catch(() => undefined));
    if (!imsi.success || !body.success) return c.json({ error: faultsOf(imsi.error, body.error) }, 400);
    const before = subscribers.get(imsi.data);
    const subscriber = {
      ...body.data,
      imsi: imsi.data,
      subscriber_id: before?.subscriber_id ?? 1 + Math.max(0, ...[...subscribers.values()].map((known) => known.subscriber_id)),
    };
    keep(subscriber);
    note(before === undefined ? 'Create' : 'Replace', subscriber);
    return c.json({ result: 'OK', ...withoutSecrets(subscriber) });
  });
  app.patch('/subscriber/:id', async (c) => {
    const found = find(c.req.param('id'));
    if (found === undefined) return missing(c);
    const body = subscriberShape.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) return c.json({ error: faultsOf(body.error) }, 400);
    const subscriber = { ...found, ...body.data, imsi: found.imsi, subscriber_id: found.subscriber_id };
    keep(subscriber);
    note('Change', subscriber);
    return c.json({ result: 'OK', ...withoutSecrets(subscriber) });
  });
  app.delete('/subscriber/:id', (c) => {
    const found = find(c.req.param('id'));
    if (found === undefined) return missing(c);
    remove(found.imsi);
    note('Delete', found);
    return c.json({ result: 'OK' });
  });
  return app;
}

type Change = { keep: Subscriber } | { remove: string };

function openSubscribers(path: string | undefined) {
  const journal = openJournal<Change>(path);
  const subscribers = new Map<string, Subscriber>();
  for (const change of journal.kept) {
    if ('keep' in change) subscribers.set(change.keep.imsi, change.keep);
    else subscribers.delete(change.remove);
  }
  journal.replace([...subscribers.values()].map((keep) => ({ keep })));
  return {
    subscribers,
    keep(subscriber: Subscriber) {
      subscribers.set(subscriber.imsi, subscriber);
      journal.add({ keep: subscriber });
    },
    remove(imsi: string) {
      subscribers.delete(imsi);
      journal.add({ remove: imsi });
    },
    clear() {
      subscribers.clear();
      journal.replace([]);
    },
  };
}

const withoutSecrets = (subscriber: Subscriber): Record<string, unknown> =>
  Object.fromEntries(Object.entries(subscriber).map(([key, value]) => [key, (secretKeys as readonly string[]).includes(key) ? '•••' : value]));

const faultsOf = (...errors: (z.ZodError | undefined)[]): string[] =>
  errors.flatMap((error) => error?.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`) ?? []);
