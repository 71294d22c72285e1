import { Agent, request } from 'node:http';

/** What is sent, when it is more than a question. */
interface Sent {
  method: string;
  body: string;
}

/** Asks with kept-alive connections, as cheaply as Node can, so that little but the server is measured; throws unless 200. */
export function httpClient(headers: Record<string, string> = {}): (url: string, sent?: Sent) => Promise<string> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return (url, sent) =>
    new Promise((resolve, reject) => {
      request(url, { agent, headers, method: sent?.method ?? 'GET' }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (answer.statusCode === 200) resolve(text);
          else reject(new Error(`${url} answered ${answer.statusCode}: ${text.slice(0, 200)}`));
        });
        answer.on('error', reject);
      })
        .on('error', reject)
        .end(sent?.body);
    });
}
