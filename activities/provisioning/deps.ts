import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import type { Config } from '../../domain/settings/config-schema.ts';
import type { MailClient } from '../adapters/mailjet/mail-client.ts';

/** The accounts of the charging system; every call throws `unavailable` (a DomainError) when it does not answer. */
export interface ChargingAccounts {
  exists(account: string): Promise<boolean>;
  /** Removes an account with its balances and plans; one that is not there is no error. */
  remove(account: string): Promise<void>;
  /** Names of all accounts that contain `part`. */
  withNameContaining(part: string): Promise<string[]>;
}

/** What the steps of provisioning need; tests pass their own. */
export interface ProvisioningDeps {
  config: Config;
  orm: MikroORM;
  charging: ChargingAccounts;
  mail: MailClient;
  /** Folder with one directory per play's attempt. */
  runsDirectory: string;
  /** Name of this machine, by which a lost play is known to have run here. */
  host: string;
}

/** A database session of its own for one call. */
export const session = ({ orm }: Pick<ProvisioningDeps, 'orm'>): EntityManager => orm.em.fork();
