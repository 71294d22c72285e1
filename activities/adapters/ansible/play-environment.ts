import path from 'node:path';
import { ansibleConfigFile } from './play-locations.ts';

/** What the runner needs to know of the machine; `python` is the one that has ansible-core. */
export interface AnsibleInstallation {
  python: string;
  /** Another `ansible-playbook` than the one beside `python`. */
  ansiblePlaybook?: string | undefined;
}

const systemPath = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Environment of every Ansible process: nothing of this process's own leaks into it but the time zone. */
export function ansibleEnvironment(installation: AnsibleInstallation): Record<string, string> {
  const bins = [installation.python, installation.ansiblePlaybook].filter((file) => file !== undefined && path.isAbsolute(file));
  return {
    PATH: [...new Set([...bins.map((file) => path.dirname(file as string)), ...systemPath])].join(':'),
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONUNBUFFERED: '1',
    ANSIBLE_CONFIG: ansibleConfigFile,
    // Ansible's own search for a Python may find a broken one first.
    ANSIBLE_PYTHON_INTERPRETER: installation.python,
    ...(process.env.TZ === undefined ? {} : { TZ: process.env.TZ }),
  };
}

/** Environment of one play: its home and temporary files are in its run directory; `extra` are lookups such as MAILJET_API_KEY. */
export function playEnvironment(installation: AnsibleInstallation, runDirectory: string, extra: Record<string, string>): Record<string, string> {
  return {
    ...extra,
    ...ansibleEnvironment(installation),
    HOME: path.join(runDirectory, 'home'),
    TMPDIR: path.join(runDirectory, 'tmp'),
    ANSIBLE_HOME: path.join(runDirectory, '.ansible'),
    ANSIBLE_LOCAL_TEMP: path.join(runDirectory, '.ansible/tmp'),
    ANSIBLE_REMOTE_TEMP: path.join(runDirectory, '.ansible/tmp'),
  };
}

/** The `ansible-playbook` of an installation. */
export const ansiblePlaybookOf = (installation: AnsibleInstallation): string =>
  installation.ansiblePlaybook ?? path.join(path.dirname(installation.python), 'ansible-playbook');
