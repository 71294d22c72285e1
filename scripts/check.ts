import { checks, runCheck } from './checks.ts';

// `npm run lint`, `npm run typecheck`: one check by its name.
const check = checks.find(({ name }) => name === process.argv[2]);
if (!check) throw new Error(`Which check? ${checks.map(({ name }) => name).join(' or ')}`);
const { good, output } = await runCheck(check);
console.log(output);
process.exitCode = good ? 0 : 1;
