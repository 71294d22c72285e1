import path from 'node:path';

/** Folder of this project's playbooks: plays, runner, plugins and Ansible's settings. */
export const playbooksDirectory = path.resolve(import.meta.dirname, '../../../playbooks');
export const shippedPlaysDirectory = path.join(playbooksDirectory, 'plays');
export const ansibleConfigFile = path.join(playbooksDirectory, 'ansible.cfg');

/** Files of a run directory; plays are `playbooks/plays/<name>.yaml` in it, so that `../../crm_config.yaml` resolves. */
export const runFiles = {
  plays: 'playbooks/plays',
  variables: 'vars.json',
  manifest: 'run.json',
  attempt: 'attempt.json',
} as const;
