import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type Infrastructure, infrastructureSteps } from '../../scripts/stack/infrastructure.ts';
import { findPython } from '../../scripts/stack/python.ts';
import { keptSecrets } from '../../scripts/stack/secrets.ts';
import { stackSettings } from '../../scripts/stack/settings.ts';
import type { StackContext } from '../../scripts/stack/stack-context.ts';
import { Supervisor } from '../../scripts/stack/supervisor.ts';
import { ensureTemporalTestServer } from '../../scripts/stack/temporal.ts';
import { freePortOffset } from './free-port-offset.ts';
import './provided.ts';

type Part = keyof Infrastructure | 'temporalTestServer';

/** Real parts that each kind of test needs; fault tests start whole systems of their own besides. */
const needs: Record<string, Part[]> = {
  workflow: ['temporalTestServer'],
  api: ['databaseUrl', 'temporalAddress'],
  activity: ['databaseUrl', 'temporalAddress', 'cgratesAddress', 'ansible'],
  fault: ['databaseUrl', 'temporalAddress', 'cgratesAddress'],
};

/** One stack for all projects of a run, begun by the first that needs it. */
class SharedStack {
  users = 0;
  private context: Promise<StackContext> | undefined;
  private readonly parts = new Map<Part, Promise<Partial<Infrastructure> & { temporalTestServer?: string }>>();
  private dataDir: string | undefined;

  start(part: Part): Promise<Partial<Infrastructure> & { temporalTestServer?: string }> {
    const started = this.parts.get(part) ?? this.startNew(part);
    this.parts.set(part, started);
    return started;
  }

  private async startNew(part: Part): Promise<Partial<Infrastructure> & { temporalTestServer?: string }> {
    this.context ??= this.open();
    const context = await this.context;
    return part === 'temporalTestServer' ? { temporalTestServer: await ensureTemporalTestServer(context) } : infrastructureSteps[part].run(context);
  }

  private async open(): Promise<StackContext> {
    this.dataDir = mkdtempSync(join(tmpdir(), 'linewright-test-'));
    chmodSync(this.dataDir, 0o711);
    const settings = stackSettings({ ...process.env, DATA_DIR: this.dataDir, PORT_OFFSET: String(await freePortOffset()) }, true);
    const python = await findPython();
    return { settings, supervisor: await Supervisor.open(settings, python), secrets: keptSecrets(settings.dataDir), python, note: () => undefined };
  }

  async stop(): Promise<void> {
    await Promise.allSettled(this.parts.values());
    await (await this.context)?.supervisor.stopAll();
    if (this.dataDir) rmSync(this.dataDir, { recursive: true, force: true });
  }
}

const shared = globalThis as typeof globalThis & { linewrightTestStack?: SharedStack };

/** Starts what the project's tests need and gives them the addresses; TEST_STACK names the stack.json of a running `npm run stack` to use instead. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stack = (shared.linewrightTestStack ??= new SharedStack());
  stack.users += 1;
  const running = process.env['TEST_STACK'];
  const given = running ? (JSON.parse(readFileSync(running, 'utf8')) as Infrastructure) : {};
  const missing = (needs[project.name] ?? []).filter((part) => !(part in given));
  const leave = async (): Promise<void> => {
    stack.users -= 1;
    if (stack.users > 0) return;
    delete shared.linewrightTestStack;
    await stack.stop();
  };
  try {
    const addresses: object = Object.assign({}, given, ...(await Promise.all(missing.map((part) => stack.start(part)))));
    for (const [name, value] of Object.entries(addresses)) project.provide(name as Part, value as never);
  } catch (error) {
    await leave();
    throw error;
  }
  return leave;
}
