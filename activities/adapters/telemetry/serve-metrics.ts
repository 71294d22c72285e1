import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

/** A listening page of metrics. */
export interface MetricsServer {
  port: number;
  close(): Promise<void>;
}

/**
 * Serves a registry in Prometheus form at every path of `listen` (host:port; port 0 picks one). It asks nobody who they
 * are and so has an address of its own, apart from the API's: bind it where only the collector comes.
 */
export async function serveMetrics(registry: Registry, listen: string): Promise<MetricsServer> {
  const [host, port] = [listen.slice(0, listen.lastIndexOf(':')), Number(listen.slice(listen.lastIndexOf(':') + 1))];
  const server = createServer((_request, response) => {
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(500).end('metrics could not be collected\n'),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => void server.close(() => resolve()).closeAllConnections()),
  };
}
