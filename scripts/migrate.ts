import { loadConfig, databaseUrl, ConfigError, ownerDatabaseUrl } from '../domain/settings/load-config.ts';
import { prepareDatabase } from './stack/prepare-database.ts';
import { registerSearchAttributes } from './stack/temporal.ts';

// `node scripts/migrate.ts`: brings the database and the Temporal namespace of the settings to what this version needs. Safe to run again, and at once from several places.
try {
  const config = loadConfig();
  await prepareDatabase(ownerDatabaseUrl(config), databaseUrl(config));
  await registerSearchAttributes(config.temporal);
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
}
