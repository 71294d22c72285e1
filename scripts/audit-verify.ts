import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { verifyChain } from '../domain/activity-log/verify-chain.ts';
import { initOrm } from '../domain/orm.ts';
import { databaseUrl, loadConfig } from '../domain/settings/load-config.ts';

// `npm run audit:verify [-- <place>:<hash>]`: follows the audit trail's hash chain; with a head noted earlier it also proves
// that the chain up to there is still the same. Exit code 1 when something was changed.
const [expected] = process.argv.slice(2);
const local = join(process.env['DATA_DIR'] ?? '.data', 'crm_config.yaml');
const path = process.env['CRM_CONFIG'] ?? (existsSync(local) ? local : 'crm_config.yaml');
try {
  const orm = await initOrm({ clientUrl: databaseUrl(loadConfig({ path })) });
  try {
    const { checked, unsealed, head, broken } = await verifyChain(orm.em.fork());
    const [place, hash] = expected?.split(':') ?? [];
    const noted = place === undefined ? [] : await orm.em.fork().execute('select 1 from activity_log where seq = ? and hash = ?', [Number(place), hash ?? '']);
    if (broken !== undefined) {
      const row = broken.activityId === null ? '' : ` (activity ${broken.activityId})`;
      console.error(`BROKEN at place ${broken.seq}${row}: ${broken.reason}. The ${checked} rows before it are as they were written.`);
      process.exitCode = 1;
    } else if (expected !== undefined && noted.length === 0) {
      console.error(`BROKEN: place ${place} does not have the hash ${hash} any more; the chain was rewritten.`);
      process.exitCode = 1;
    } else {
      const waiting = unsealed === 0 ? '' : `; ${unsealed} newer rows wait to be sealed`;
      console.log(`OK: ${checked} rows are as they were written${waiting}. Head ${head.seq}:${head.hash}`);
    }
  } finally {
    await orm.close();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
