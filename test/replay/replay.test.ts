import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { workflowBundle } from '../../worker/bundle.ts';
import { bundleFolder } from '../support/bundle-folder.ts';

const folder = new URL('./histories/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
const read = (name: string): unknown => historyFromJSON(JSON.parse(readFileSync(new URL(name, folder), 'utf8')));

Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });

let bundle: { codePath: string };
beforeAll(async () => {
  bundle = await workflowBundle(bundleFolder);
});

describe('recorded histories', () => {
  it('cover every end a job can have', () => {
    expect(names.length).toBeGreaterThanOrEqual(11);
  });

  it.each(names)('%s replays without a difference', async (name) => {
    await expect(Worker.runReplayHistory({ workflowBundle: bundle }, read(name))).resolves.toBeUndefined();
  });

  it('do not replay on a workflow that was changed carelessly', async () => {
    const broken = await bundleWorkflowCode({
      workflowsPath: fileURLToPath(new URL('./broken/index.ts', import.meta.url)),
      logger: new DefaultLogger('ERROR', () => undefined),
    });
    await expect(Worker.runReplayHistory({ workflowBundle: broken }, read('provision-succeeded.json'))).rejects.toThrow(DeterminismViolationError);
  });
});
