import { Agent, request } from 'node:http';

/** Asks with kept-alive connections, as cheaply as Node can, so that little but the server is measured; throws unless 200. */
export function httpClient(headers: Record<string, string> = {}): (url: string) => Promise<string> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return (url) =>
    new Promise((resolve, reject) => {
      request(url, { agent, headers }, (answer) => {
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
        .end();
    });
}
