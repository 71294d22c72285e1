import { initOrm } from '../domain/orm.ts';
import { ConfigError, databaseUrl, loadConfig } from '../domain/settings/load-config.ts';
import { makeDemoOperator } from './demo/make-demo-operator.ts';
import { writePrivately } from './stack/secrets.ts';

// `node scripts/demo-data.ts`: makes the demo operator in an empty system and writes its logins to DEMO_LOGINS_FILE.
try {
  const config = loadConfig();
  if (config.environment === 'production') throw new Error('Demo data is not for production; it needs environment: local.');
  const orm = await initOrm({ clientUrl: databaseUrl(config) });
  try {
    const file = process.env['DEMO_LOGINS_FILE'];
    const made = await makeDemoOperator({
      orm,
      config,
      keepLogins: (logins) => (file === undefined ? console.log(JSON.stringify(logins, null, 2)) : writePrivately(file, JSON.stringify(logins, null, 2))),
    });
    console.log(
      made === undefined
        ? 'There is data already; it stays as it is.'
        : `Made ${made.customers} customers, ${made.products} products, ${made.items} items of stock, ${made.logins.length} logins.`,
    );
  } finally {
    await orm.close();
  }
} catch (error) {
  console.error(error instanceof ConfigError || error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
