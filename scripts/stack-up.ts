import { open } from './stack/open-stack.ts';
import { infrastructureSteps } from './stack/infrastructure.ts';
import { writePrivately } from './stack/secrets.ts';
import { join } from 'node:path';

// `npm run stack`: the infrastructure alone (PostgreSQL, Temporal, CGRateS, Ansible), for work on one part of the system.
const context = await open(['postgres', 'redis', 'temporal', 'temporalUi', 'cgratesHttp', 'cgratesJson', 'cgratesGob']);
const started = performance.now();
const parts = await Promise.all(
  Object.values(infrastructureSteps).map(async ({ title, run }) => {
    const addresses = await run(context);
    console.log(`${title} is up after ${((performance.now() - started) / 1000).toFixed(1)} s`);
    return addresses;
  }),
);
const file = join(context.settings.dataDir, 'stack.json');
writePrivately(file, JSON.stringify(Object.assign({}, ...parts), null, 2));
console.log(`Addresses are in ${file}. Ctrl-C stops everything.`);
