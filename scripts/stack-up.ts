import { join } from 'node:path';
import { infrastructureSteps } from './stack/infrastructure.ts';
import { openStack, stopOnFailure } from './stack/open-stack.ts';
import { infrastructurePorts } from './stack/ports-in-use.ts';
import { writePrivately } from './stack/secrets.ts';
import { stackSettings } from './stack/settings.ts';
import { runSteps } from './stack/steps.ts';

// `npm run stack`: the infrastructure alone (PostgreSQL, Temporal, CGRateS, Ansible), for work on one part of the system.
stopOnFailure();
const context = await openStack(stackSettings(), infrastructurePorts);
const addresses = {};
await runSteps(
  Object.values(infrastructureSteps).map(({ title, run }) => ({
    title,
    run: async (note) => {
      Object.assign(addresses, await run({ ...context, note }));
    },
  })),
);
const file = join(context.settings.dataDir, 'stack.json');
writePrivately(file, JSON.stringify(addresses, null, 2));
console.log(`Addresses are in ${file}. Ctrl-C stops everything.`);
