/** What messages about a job carry, as far as tests read it: its tasks and states. */
interface JobNews {
  [name: string]: unknown;
  provisioning_status: number;
  reason: string | null;
  timestamp: string;
  duration_ms: number | null;
}

/** One message of an event stream. */
export interface StreamMessage {
  id: string;
  type: string;
  data: JobNews;
}

/** Reads server-sent events (WHATWG HTML §9.2) until the server ends the stream or has nothing more (204); the caller may break off earlier. */
export async function* serverSentEvents(url: string, headers: Record<string, string>, lastEventId?: string): AsyncGenerator<StreamMessage> {
  const stop = new AbortController();
  const response = await fetch(url, {
    headers: { ...headers, accept: 'text/event-stream', ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) },
    signal: stop.signal,
  });
  if (response.status === 204) return;
  if (!response.ok || response.body === null) throw new Error(`${url} answered ${response.status}`);
  let pending = '';
  try {
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      const blocks = (pending + chunk).split('\n\n');
      pending = blocks.pop() ?? '';
      for (const block of blocks) {
        const message = parse(block);
        if (message !== undefined) yield message;
      }
    }
  } finally {
    stop.abort();
  }
}

function parse(block: string): StreamMessage | undefined {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1).trimStart());
  }
  const data = fields.get('data');
  return data === undefined ? undefined : { id: fields.get('id') ?? '', type: fields.get('event') ?? 'message', data: JSON.parse(data) as JobNews };
}
