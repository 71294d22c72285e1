import type { AnsiblePaths } from '../../scripts/stack/ansible.ts';

declare module 'vitest' {
  /** What the run gives its tests, by `inject('…')`; a kind of test gets the parts that global-setup.ts lists for it. */
  interface ProvidedContext {
    /** PostgreSQL; its user may create databases. */
    databaseUrl: string;
    /** host:port of Temporal, namespace `default`. */
    temporalAddress: string;
    /** host:port of the CGRateS engine. */
    cgratesAddress: string;
    ansible: AnsiblePaths;
    /** Executable of the server whose clock can be turned forward. */
    temporalTestServer: string;
    /** Address that tells where the whole system is that all files of a project share. */
    sharedSystem: string;
  }
}
