import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import type { TestProjectInlineConfiguration } from 'vitest/config';

/** One project per folder of test/; kinds of a later group wait for those before, because they load the machine or own it. */
function kind(
  name: string,
  options: { group: number; seconds: number; stack?: boolean; system?: boolean; together?: boolean },
): TestProjectInlineConfiguration {
  return {
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      testTimeout: options.seconds * 1000,
      hookTimeout: Math.max(60, options.seconds) * 1000,
      sequence: { groupOrder: options.group },
      globalSetup: [...(options.stack ? ['test/support/global-setup.ts'] : []), ...(options.system ? ['test/support/shared-system.ts'] : [])],
      // Loading the whole API anew for every file costs more than its tests; each file has a database of its own all the same.
      ...(options.together ? { isolate: false } : {}),
    },
  };
}

export default defineConfig({
  test: {
    // Temporal's and Argon2's native parts want processes of their own, not threads.
    pool: 'forks',
    // One would be left idle by default, and most of these tests wait for servers that run beside them.
    maxWorkers: availableParallelism(),
    projects: [
      kind('unit', { group: 0, seconds: 10 }),
      kind('replay', { group: 0, seconds: 60 }),
      kind('workflow', { group: 1, seconds: 60, stack: true }),
      kind('api', { group: 1, seconds: 30, stack: true, together: true }),
      kind('activity', { group: 2, seconds: 120, stack: true }),
      kind('e2e', { group: 3, seconds: 180, system: true }),
      kind('fault', { group: 4, seconds: 300, stack: true }),
    ],
  },
});
