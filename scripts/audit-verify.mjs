import { runScript } from './bootstrap.mjs';

runScript('scripts/audit-verify.ts');
