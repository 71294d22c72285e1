import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { toDeprovisionPlay } from '../../../domain/provisioning/play-deprovision.ts';

const namesIn = (list: { name?: string; meta?: string }[]): unknown[] => list.map((task) => task.name ?? task.meta);

describe('toDeprovisionPlay', () => {
  it('puts the guard behind leading include_vars of each outermost block with a rescue, and touches nothing else in it', () => {
    const text = `# comment
- name: A
  hosts: localhost
  tasks:
    - name: Main
      block:
      # first
      - include_vars: { file: x }
      - name: Act   # here
        uri: { url: x, method: PUT }
      - block: [ { name: nested, command: x } ]
        rescue: [ { debug: } ]
      rescue:
      - name: Undo
        block:
          - command: x
        rescue:
          - debug:
`;
    const { text: rewritten, guards } = toDeprovisionPlay(text);
    expect(guards).toBe(1);
    const [play] = parse(rewritten);
    expect(namesIn(play.tasks[0].block)).toEqual([undefined, 'Skip to clean-up', 'Act', undefined]);
    expect(play.tasks[0].block[1]).toMatchObject({ 'ansible.builtin.fail': {}, when: "action | default('') == 'deprovision'" });
    expect(play.tasks[0].rescue).toEqual(parse(text)[0].tasks[0].rescue);
    const inserted = rewritten.split('\n').filter((line) => !text.split('\n').includes(line));
    expect(inserted).toHaveLength(4);
  });

  it('turns everything outside such blocks into no-ops, but keeps what only reads and lets it fail', () => {
    const { text, guards } = toDeprovisionPlay(`- hosts: localhost
  roles:
    - writes
  pre_tasks:
    - name: Write
      uri:
        url: x
        method: POST

  tasks:
    - name: Read
      uri: { url: x }
    - name: Save
      uri: { url: x, dest: /tmp/x }
    - name: Known
      set_fact: { a: 1 }
      ignore_errors: false
    - { name: Flow, command: x }
    - block:
        - command: x
        - block:
            - command: y
          rescue:
            - debug:
    - include_tasks: task_more.yaml
  post_tasks:
    - assert: { that: [ false ] }
`);
    const [play] = parse(text);
    expect(guards).toBe(1);
    expect(play.roles).toEqual([]);
    expect(play.pre_tasks).toEqual([{ meta: 'noop' }]);
    expect(play.post_tasks).toEqual([{ meta: 'noop' }]);
    expect(namesIn(play.tasks)).toEqual(['Read', 'noop', 'Known', 'noop', undefined, 'noop']);
    expect(play.tasks[0]).toEqual({ ignore_errors: true, name: 'Read', uri: { url: 'x' } });
    expect(play.tasks[2].ignore_errors).toBe(false);
    expect(namesIn(play.tasks[4].block[1].block)).toEqual(['Skip to clean-up', undefined]);
    expect(play.tasks[4].block[0]).toEqual({ meta: 'noop' });
  });

  it('guards blocks in flow style, and blocks that only load variables', () => {
    const flow = toDeprovisionPlay('- hosts: x\n  tasks: [{ block: [{ command: a }], rescue: [{ debug: }] }]\n');
    expect(namesIn(parse(flow.text)[0].tasks[0].block)).toEqual(['Skip to clean-up', undefined]);
    const only = toDeprovisionPlay('- hosts: x\n  tasks:\n    - block:\n        - include_vars: x\n      rescue:\n        - debug:\n');
    expect(namesIn(parse(only.text)[0].tasks[0].block)).toEqual(['Skip to clean-up', undefined]);
  });

  it('counts no guard in a play without a rescue, in a task file and in text that is no YAML', () => {
    expect(toDeprovisionPlay('- hosts: x\n  tasks:\n    - command: a\n').guards).toBe(0);
    expect(toDeprovisionPlay('- command: a\n')).toEqual({ text: '- command: a\n', guards: 0 });
    expect(toDeprovisionPlay(': [')).toEqual({ text: ': [', guards: 0 });
  });
});
