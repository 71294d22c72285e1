import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { databaseUrl } from '../domain/settings/load-config.ts';
import { type ApplicationContext, apiPart, portalPart, sandboxPart, workerPart } from './stack/application.ts';
import { makeDemoData, writeDemoFile } from './stack/demo.ts';
import { effectiveSettings, operatorSettings } from './stack/effective-settings.ts';
import { firstScreen } from './stack/first-screen.ts';
import { type Infrastructure, infrastructureSteps } from './stack/infrastructure.ts';
import { portsInUse } from './stack/ports-in-use.ts';
import { openStack, stopOnFailure } from './stack/open-stack.ts';
import { ensurePortalBuild } from './stack/portal-build.ts';
import { prepareDatabase } from './stack/prepare-database.ts';
import { writePrivately } from './stack/secrets.ts';
import { stackSettings } from './stack/settings.ts';
import { type Step, runSteps } from './stack/steps.ts';
import { registerSearchAttributes } from './stack/temporal.ts';

// `npm start`: the whole system on this machine. Runs until Ctrl-C; guardian.py ends every process however this one ends.
stopOnFailure();
const startedAt = performance.now();
const demo = !process.argv.includes('--empty');
const settings = stackSettings();
const operator = operatorSettings(settings.root);
const stack = await openStack(settings, portsInUse(operator));
// Before anything is installed or started: a wrong file lists every fault and the process exits.
const { config } = effectiveSettings(settings, stack.secrets, operator, { demo });

const addresses: Partial<Infrastructure> = {};
const embedded = (Object.keys(infrastructureSteps) as (keyof Infrastructure)[]).filter(operator.isEmbedded);
const infrastructure = embedded.map((part): Step => {
  const { title, run } = infrastructureSteps[part];
  return {
    title,
    run: async (note) => {
      Object.assign(addresses, await run({ ...stack, note }));
      if (part === 'databaseUrl') await prepareDatabase(databaseUrl(config));
    },
  };
});
if (!operator.isEmbedded('databaseUrl')) infrastructure.push({ title: 'Database of your own', run: () => prepareDatabase(databaseUrl(config)) });
if (!operator.isEmbedded('temporalAddress')) infrastructure.push({ title: 'Temporal of your own', run: () => registerSearchAttributes(config.temporal) });
await runSteps([...infrastructure, { title: 'Portal build', run: (note) => ensurePortalBuild({ ...stack, note }) }]);

const configFile = join(settings.dataDir, 'crm_config.yaml');
const effective = effectiveSettings(settings, stack.secrets, operator, { demo, ...(addresses.ansible ? { ansible: addresses.ansible } : {}) });
writePrivately(configFile, `# Written by npm start at every start; settings of your own belong into crm_config.yaml.\n${stringify(effective.tree)}`);
const application: ApplicationContext = { settings, config: effective.config, configFile };
const present = (script: string, step: Step): Step[] => (existsSync(join(settings.root, script)) ? [step] : []);
await runSteps([
  ...present('sandbox/server.ts', { title: 'Sandboxes', run: () => stack.supervisor.start(sandboxPart(application)) }),
  { title: 'API', run: () => stack.supervisor.start(apiPart(application)) },
  ...present('worker/worker.ts', { title: 'Worker', run: () => stack.supervisor.start(workerPart(application)) }),
  { title: 'Portal', run: () => stack.supervisor.start(portalPart(application)) },
]);
if (demo) await runSteps(present('scripts/demo-data.ts', { title: 'Demo operator', run: () => makeDemoData(stack, application) }));
const demoFile = writeDemoFile(application, stack.secrets, demo);
console.log(firstScreen(demoFile, settings.dataDir, (performance.now() - startedAt) / 1000));
