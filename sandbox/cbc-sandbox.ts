import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { createFrame, type SandboxOptions } from './frame.ts';

/** Cell broadcast centre: takes what is sent to `/alerts/send` and broadcasts nothing. */
export function createCbcSandbox(options: SandboxOptions): Hono {
  const { app, inbox } = createFrame('cbc', 'CBC', options);
  app.post('/alerts/send', async (c) => {
    const alert: unknown = await c.req.json().catch(() => undefined);
    if (typeof alert !== 'object' || alert === null || Array.isArray(alert)) return c.json({ error: 'The alert must be a JSON object.' }, 400);
    const id = randomUUID();
    inbox.add({ summary: `Alert ${id}`, detail: { id, alert } });
    return c.json({ id, status: 'accepted' });
  });
  return app;
}
