import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Config } from '../domain/settings/config-schema.ts';
import { createCbcSandbox } from './cbc-sandbox.ts';
import { createHssSandbox } from './hss-sandbox.ts';
import { createMailjetSandbox } from './mailjet/mailjet-sandbox.ts';
import { createSmscSandbox } from './smsc-sandbox.ts';

/** Systems a newcomer does not own, each with its port when PORT_OFFSET is 0. */
export const sandboxPorts = { mailjet: 5510, smsc: 5511, hss: 5512, cbc: 5513 } as const;
export type SandboxName = keyof typeof sandboxPorts;

export interface RunningSandboxes {
  /** Base URL of each. */
  urls: Record<SandboxName, string>;
  stop(): Promise<void>;
}

/** Starts the sandboxes on 127.0.0.1 (port 0: one that is free); throws in production, where mails and messages must reach people. */
export async function startSandboxes({
  config,
  ports,
  folder,
}: {
  config: Pick<Config, 'environment' | 'mailjet' | 'smsc'>;
  ports: Record<SandboxName, number>;
  folder?: string | undefined;
}): Promise<RunningSandboxes> {
  if (config.environment === 'production') throw new Error('The sandboxes swallow mails and messages; they do not start with environment: production.');
  const apps: Record<SandboxName, Hono> = {
    mailjet: createMailjetSandbox({ folder, apiKey: config.mailjet.api_key, apiSecret: config.mailjet.api_secret }),
    smsc: createSmscSandbox({ folder, apiKey: config.smsc?.api_key ?? '' }),
    hss: createHssSandbox({ folder }),
    cbc: createCbcSandbox({ folder }),
  };
  const names = Object.keys(apps) as SandboxName[];
  const started = await Promise.all(names.map((name) => listen(apps[name], ports[name])));
  return {
    urls: Object.fromEntries(names.map((name, index) => [name, started[index]?.url])) as Record<SandboxName, string>,
    stop: async () => void (await Promise.all(started.map(({ server }) => close(server)))),
  };
}

function listen(app: Hono, port: number): Promise<{ server: Server; url: string }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, (address) =>
      resolve({ server, url: `http://127.0.0.1:${address.port}` }),
    ) as Server;
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Error(`Port ${port} is taken; PORT_OFFSET moves the sandboxes.`) : error),
    );
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
