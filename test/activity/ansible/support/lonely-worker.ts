import { createPlayRunner } from '../../../../activities/adapters/ansible/play-runner.ts';
import type { PlayMode } from '../../../../activities/adapters/ansible/runner-protocol.ts';

// A worker reduced to running one play; its tests kill it.
const [python = '', runDirectory = '', mode = ''] = process.argv.slice(2);
const runner = createPlayRunner({ python, mode: mode as PlayMode });
await runner.run({ runDirectory, timeoutSeconds: 100 }, { onEvent: () => Promise.resolve() });
await runner.close();
