import type { Context } from 'hono';
import type { Logger } from 'pino';

/**
 * Answers with CSV as it is made, to be saved under a name. What fails before the first line is an error like any other;
 * later the connection is cut off, so that nobody takes the part for the whole.
 */
export async function csvStream(c: Context, log: Logger, name: string, lines: AsyncGenerator<string>): Promise<Response> {
  const encoder = new TextEncoder();
  const first = await lines.next();
  let next: Promise<IteratorResult<string>> | undefined = Promise.resolve(first);
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const line = await (next ?? lines.next());
        next = undefined;
        if (line.done) controller.close();
        else controller.enqueue(encoder.encode(line.value));
      } catch (error) {
        log.error({ requestId: c.get('requestId'), path: c.req.path, err: error }, 'a file broke off');
        throw error;
      }
    },
    cancel: async () => void (await lines.return(undefined)),
  });
  c.header('Content-Type', 'text/csv; charset=utf-8');
  c.header('Content-Disposition', `attachment; filename="${name}"`);
  c.header('Cache-Control', 'no-store');
  return c.body(body);
}
