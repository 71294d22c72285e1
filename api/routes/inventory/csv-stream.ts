import type { Context } from 'hono';
import { stream } from 'hono/streaming';

/** Answers with CSV as it is made, to be saved under a name. */
export function csvStream(c: Context, name: string, lines: AsyncIterable<string>): Response {
  c.header('Content-Type', 'text/csv; charset=utf-8');
  c.header('Content-Disposition', `attachment; filename="${name}"`);
  c.header('Cache-Control', 'no-store');
  return stream(c, async (out) => {
    for await (const line of lines) {
      if (out.aborted) return;
      await out.write(line);
    }
  });
}
