import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { replaceAddresses } from '../../../domain/provisioning/play-addresses.ts';
import { playConfigYaml, withAliases } from '../../../domain/provisioning/play-config.ts';
import { countTasks, describePlay } from '../../../domain/provisioning/play-count.ts';
import { playFileName } from '../../../domain/provisioning/play-name.ts';
import { recordedVariables } from '../../../domain/provisioning/play-recorded.ts';
import { encodePlayVariables, playVariableFaults } from '../../../domain/provisioning/play-variables.ts';
import { taskResult } from './events.ts';

describe('playFileName', () => {
  it('takes both spellings', () => {
    expect(playFileName('play_x')).toBe('play_x.yaml');
    expect(playFileName('play_x.yaml')).toBe('play_x.yaml');
  });
});

describe.each(['../x', 'a/b', 'x\n', 'x;y', '{{ x }}', '', 'ä', 'x.sh', 'x'.repeat(101)])('the name %j', (name) => {
  it('is refused', () => {
    expect(() => playFileName(name)).toThrow(/must be the name of a play/);
  });
});

describe('replaceAddresses', () => {
  const addresses = { crmBaseUrl: 'http://127.0.0.1:6100/', mailjetBaseUrl: 'http://127.0.0.1:6610' };

  it('replaces the two addresses that original plays name, and none that only begin alike', () => {
    const text = 'http://localhost:5000/crm http://localhost:50001 https://api.mailjet.com/v3.1/send https://api.mailjet.company';
    expect(replaceAddresses(text, addresses)).toBe(
      'http://127.0.0.1:6100/crm http://localhost:50001 http://127.0.0.1:6610/v3.1/send https://api.mailjet.company',
    );
  });

  it('refuses an address that could end the quotes around it', () => {
    expect(() => replaceAddresses('http://localhost:5000', { ...addresses, crmBaseUrl: 'http://x"\n' })).toThrow(/not an address/);
  });
});

describe('play configuration', () => {
  it('has both spellings, whichever is given, and leaves the rest alone', () => {
    expect(withAliases({ ocs: { cgrates: 'h:1', ocsTenant: 't' }, a: 1 })).toEqual({
      ocs: { cgrates: 'h:1', OCS: 'h:1', ocsTenant: 't', ocstenant: 't' },
      a: 1,
    });
    expect(withAliases({ ocs: { OCS: 'h:1', ocstenant: 't' } })).toMatchObject({ ocs: { cgrates: 'h:1', ocsTenant: 't' } });
    expect(withAliases({})).toEqual({});
  });

  it('marks values that look like templates as text', () => {
    const yaml = playConfigYaml({ mail: { subject: 'Hi {{ name }}', plain: 'yes', time: '12:30', on: true, list: [1, 'a'] } });
    expect(yaml).toBe('mail:\n  subject: !unsafe "Hi {{ name }}"\n  plain: "yes"\n  time: "12:30"\n  "on": true\n  list:\n    - 1\n    - "a"\n');
  });
});

describe('countTasks', () => {
  it('counts through blocks and included files, the clean-up apart', () => {
    const files = new Map([
      [
        'play.yaml',
        `- name: First
  hosts: localhost
  pre_tasks: [ { debug: } ]
  tasks:
    - block:
        - debug:
        - include_tasks: task_a.yaml
        - import_tasks: { file: task_b.yaml }
        - include_tasks: "{{ dynamic }}.yaml"
        - meta: noop
      rescue:
        - include_tasks: task_b.yaml
      always:
        - debug:
- hosts: localhost
  tasks:
    - debug:
`,
      ],
      ['task_a.yaml', '- debug:\n- include_tasks: task_a.yaml\n'],
      ['task_b.yaml', '- debug:\n- debug:\n'],
    ]);
    expect(countTasks('play.yaml', new Map([...files, ['task_a.yaml', '- debug:\n']]))).toEqual({ forward: 9, cleanUp: 3 });
    expect(countTasks('play.yaml', files).forward).toBeGreaterThan(9); // a file that includes itself ends the count, not the process
    expect(countTasks('missing.yaml', files)).toEqual({ forward: 0, cleanUp: 0 });
    expect(describePlay(files.get('play.yaml') ?? '')).toBe('First');
    expect(describePlay('a: [')).toBeUndefined();
  });
});

describe('variables', () => {
  it('are marked unsafe at every depth and stay what they are', () => {
    const encoded = encodePlayVariables({ name: '{{ x }}', 'SIM Card': 5, list: ['a', 1, null, { b: true }], broken: '\uD800' });
    expect(JSON.parse(encoded)).toEqual({
      name: { __ansible_unsafe: '{{ x }}' },
      'SIM Card': 5,
      list: [{ __ansible_unsafe: 'a' }, 1, null, { b: true }],
      broken: { __ansible_unsafe: '\uFFFD' },
    });
    expect(parse(encoded)).toBeDefined();
  });

  it('that steer Ansible, or forge its markers, are named', () => {
    const faults = playVariableFaults({ ansible_user: 'x', Ansible_Connection: 'ssh', ok: [{ a: { __ansible_unsafe: 'x' } }] });
    expect(faults.map(({ field }) => field)).toEqual(['ansible_user', 'Ansible_Connection', 'ok.0.a.__ansible_unsafe']);
  });

  it('recorded by finished tasks are facts and whole registered results', () => {
    expect(recordedVariables(taskResult({ facts: { a: 1 }, register: 'response', result: { json: { id: 2 } } }))).toEqual({
      a: 1,
      response: { json: { id: 2 } },
    });
    expect(recordedVariables(taskResult({ register: 'big', result: { truncated: true } }))).toEqual({});
    expect(recordedVariables(taskResult({ register: 'skipped', status: 'skipped' }))).toEqual({});
    expect(recordedVariables(taskResult({ status: 'rescued', register: 'r', result: { status: 500 } }))).toEqual({ r: { status: 500 } });
  });
});
