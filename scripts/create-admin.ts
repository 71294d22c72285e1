import { initOrm } from '../domain/orm.ts';
import { createUser } from '../domain/identity/create-user.ts';
import { generatePassword } from '../domain/identity/generate-password.ts';
import { systemPrincipal } from '../domain/identity/principal.ts';
import { seedRoles } from '../domain/identity/seed-roles.ts';
import { databaseUrl, loadConfig } from '../domain/settings/load-config.ts';

// `node scripts/create-admin.ts ada@example.com [First] [Last]`: makes an administrator, such as the first of an empty
// system, and prints its temporary password once.
const [email, first_name = 'Initial', last_name = 'Administrator'] = process.argv.slice(2);
try {
  if (email === undefined || !/^[^\s@]+@[^\s@]+$/.test(email))
    throw new Error('Give the e-mail address: node scripts/create-admin.ts ada@example.com [First] [Last]');
  const orm = await initOrm({ clientUrl: databaseUrl(loadConfig()) });
  try {
    const em = orm.em.fork();
    await seedRoles(em);
    const password = generatePassword();
    await createUser(
      { em, principal: systemPrincipal('create-admin'), requestId: 'create-admin', ip: null },
      { username: email, email, password, first_name, last_name, roles: ['admin'], force_password_change: true },
    );
    console.log(`${email} may sign in with the temporary password ${password}`);
  } finally {
    await orm.close();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
