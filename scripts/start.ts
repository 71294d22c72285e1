import { join } from 'node:path';
import { stringify } from 'yaml';
import { databaseUrl, ownerDatabaseUrl } from '../domain/settings/load-config.ts';
import { type ApplicationContext, apiPart, portalPart, sandboxPart, workerPart } from './stack/application.ts';
import { makeDemoData, writeDemoFile } from './stack/demo.ts';
import { effectiveSettings, embeddedDatabaseUrl, operatorSettings } from './stack/effective-settings.ts';
import { firstScreen } from './stack/first-screen.ts';
import { type Infrastructure, infrastructureSteps } from './stack/infrastructure.ts';
import { openStack, stopOnFailure } from './stack/open-stack.ts';
import { ensurePortalBuild } from './stack/portal-build.ts';
import { portsInUse } from './stack/ports-in-use.ts';
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

const application: ApplicationContext = { settings, config, configFile: join(settings.dataDir, 'crm_config.yaml') };
const infrastructure = [...embeddedSteps(), ...ownSteps()];
const after = infrastructure.map(({ title }) => title);
await runSteps([
  ...infrastructure,
  { title: 'Portal build', run: (note) => ensurePortalBuild({ ...stack, note }) },
  { title: 'Sandboxes', after, run: () => stack.supervisor.start(sandboxPart(application)) },
  { title: 'API', after, run: () => stack.supervisor.start(apiPart(application)) },
  { title: 'Worker', after, run: () => stack.supervisor.start(workerPart(application)) },
  { title: 'Portal', after: ['Portal build'], run: () => stack.supervisor.start(portalPart(application)) },
  ...(demo ? [{ title: 'Demo operator', after: ['API', 'Worker', 'Sandboxes'], run: () => makeDemoData(stack, application) }] : []),
]);
const demoFile = writeDemoFile(application, stack.secrets, demo);
console.log(firstScreen(demoFile, settings.dataDir, (performance.now() - startedAt) / 1000));

/** The parts that no address in the settings replaces, and then the settings that all of Linewright's processes read. */
function embeddedSteps(): Step[] {
  const parts = (Object.keys(infrastructureSteps) as (keyof Infrastructure)[]).filter(operator.isEmbedded);
  const addresses: Partial<Infrastructure> = {};
  const steps = parts.map((part): Step => {
    const { title, run } = infrastructureSteps[part];
    return {
      title,
      run: async (note) => {
        Object.assign(addresses, await run({ ...stack, note }));
        if (part === 'databaseUrl') await prepareDatabase(embeddedDatabaseUrl(settings, stack.secrets), databaseUrl(config));
        if (part === 'ansible') writeSettings(addresses.ansible);
      },
    };
  });
  if (!operator.isEmbedded('ansible')) writeSettings(undefined);
  return steps;
}

/** What an operator's own database and Temporal are given at every start. */
function ownSteps(): Step[] {
  const steps: Step[] = [];
  if (!operator.isEmbedded('databaseUrl'))
    steps.push({ title: 'Database of your own', run: () => prepareDatabase(ownerDatabaseUrl(config), databaseUrl(config)) });
  if (!operator.isEmbedded('temporalAddress')) steps.push({ title: 'Temporal of your own', run: () => registerSearchAttributes(config.temporal) });
  return steps;
}

function writeSettings(ansible: Infrastructure['ansible'] | undefined): void {
  const effective = effectiveSettings(settings, stack.secrets, operator, { demo, ...(ansible ? { ansible } : {}) });
  application.config = effective.config;
  writePrivately(
    application.configFile,
    `# Written by npm start at every start; settings of your own belong into crm_config.yaml.\n${stringify(effective.tree)}`,
  );
}
