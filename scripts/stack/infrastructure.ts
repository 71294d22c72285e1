import { type AnsiblePaths, ensureAnsible } from './ansible.ts';
import { ensureCgrates, startCgrates } from './cgrates.ts';
import { ensurePostgres, startPostgres } from './postgres.ts';
import { ensureRedis, startRedis } from './redis.ts';
import type { StackContext } from './stack-context.ts';
import { ensureTemporal, startTemporal } from './temporal.ts';

/** Addresses of the parts that are not Linewright's own. */
export interface Infrastructure {
  databaseUrl: string;
  temporalAddress: string;
  cgratesAddress: string;
  ansible: AnsiblePaths;
}

/** A step that can be shown while it runs. */
export interface InfrastructureStep {
  title: string;
  run: (context: StackContext) => Promise<Partial<Infrastructure>>;
}

/** The parts that are started unless the operator gave an address of their own; all steps may run at once. */
export const infrastructureSteps: Record<keyof Infrastructure, InfrastructureStep> = {
  databaseUrl: {
    title: 'PostgreSQL',
    run: async (context) => ({ databaseUrl: await startPostgres(context, await ensurePostgres()) }),
  },
  temporalAddress: {
    title: 'Temporal',
    run: async (context) => ({ temporalAddress: await startTemporal(context, await ensureTemporal(context)) }),
  },
  cgratesAddress: {
    title: 'CGRateS',
    run: async (context) => {
      const [executable, redis] = await Promise.all([ensureCgrates(context), ensureRedis(context)]);
      if (redis !== undefined) await startRedis(context, redis);
      return { cgratesAddress: await startCgrates(context, executable, redis !== undefined) };
    },
  },
  ansible: {
    title: 'Ansible',
    run: async (context) => ({ ansible: await ensureAnsible(context) }),
  },
};
