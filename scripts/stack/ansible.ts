import { join } from 'node:path';
import { ensurePythonPackages } from './python.ts';
import type { StackContext } from './stack-context.ts';

/** Ansible of a private virtual environment, and the Python that must run its modules (discovery may pick a broken one). */
export interface AnsiblePaths {
  playbook: string;
  python: string;
}

/** Installs ansible-core once and returns where it is. */
export async function ensureAnsible(context: StackContext): Promise<AnsiblePaths> {
  const bin = await ensurePythonPackages(context, 'ansible');
  return { playbook: join(bin, 'ansible-playbook'), python: join(bin, 'python') };
}
