import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { httpServer } from './support/http-server.ts';
import { modes, playOf, playsFolder, prepare, runnerForTest, runToEnd, temporaryFolder } from './support/play-run.ts';

const play = playOf(`
    - set_fact:
        joined: "Mobile - {{ name }}"
        copied: "{{ name }}"
        nested: "{{ deep }}"
    - set_fact:
        again: "{{ joined }}"
    - name: Read the name from the API
      uri:
        url: "{{ server }}/customer"
      register: customer
    - set_fact:
        from_api: "{{ customer.json.customer_name }} of {{ customer.json | json_query('customer_name') }}"
    - name: Use them all, {{ name }}
      debug:
        msg: ["{{ joined }}", "{{ copied }}", "{{ nested }}", "{{ again }}", "{{ from_api }}", "{{ hostvars[inventory_hostname]['name'] }}", "{{ [name] | join }}"]
    - name: Send it
      uri:
        url: "{{ server }}/"
        method: POST
        body_format: json
        body: { "name": "{{ name }}", "again": "{{ again }}", "configured": "{{ crm_config.subject }}" }
    - name: Give it to a command
      command: "echo {{ name | quote }}"
`).replace('  tasks:\n', '  tasks:\n    - include_vars: { file: "../../crm_config.yaml", name: crm_config }\n');

describe.each(modes)('text from outside, %s', (mode) => {
  it('stays text wherever a play uses it', async () => {
    const witness = join(temporaryFolder(), 'executed');
    const name = `Ana {{ lookup('pipe', 'touch ${witness}') }} {% set x = 1 %}{# gone? #} !unsafe\n- command: touch ${witness}\n$(touch ${witness}) ../../x 'q' "q"`;
    const server = await httpServer(() => ({ json: { customer_name: name } }));
    const runner = runnerForTest();
    const deep = { list: [name, { key: name }], [`{{ lookup('pipe', 'touch ${witness}') }}`]: name };
    const runDirectory = await prepare({
      play: 'play_text',
      playsDirectory: playsFolder({ 'play_text.yaml': play }),
      variables: { name, deep, server: server.url, 'SIM Card': 12 },
      config: { subject: 'Hello {{ name }}' },
    });
    const { outcome, events } = await runToEnd(runner, runDirectory, mode);
    expect(outcome).toMatchObject({ status: 'ok' });
    expect(existsSync(witness)).toBe(false);
    expect(server.requests.at(-1)?.body).toEqual({ name, again: `Mobile - ${name}`, configured: 'Hello {{ name }}' });
    expect(JSON.stringify(events)).toContain(JSON.stringify(`Mobile - ${name}`).slice(1, -1));
  });
});

describe('variables', () => {
  it.each([
    ['ansible_connection', { ansible_connection: 'ssh' }],
    ['ansible_python_interpreter', { ansible_python_interpreter: '/tmp/x' }],
    ['crm_config', { crm_config: { crm: { base_url: 'http://evil' } } }],
    ['a.b.__ansible_vault', { a: { b: { __ansible_vault: 'x' } } }],
    ['list.0.__ansible_type', { list: [{ __ansible_type: 'TrustedAsTemplate', value: '{{ 1 }}' }] }],
  ])('named %s are refused before anything is written', async (field, variables) => {
    const run = prepare({ play: 'play_text', playsDirectory: playsFolder({ 'play_text.yaml': play }), variables });
    await expect(run).rejects.toMatchObject({ kind: 'validation', field });
  });

  it.each(['../play_x', 'a/b', 'play x', 'play\nx', '', '..', 'play_x.yml.yaml.sh'])('play name %j is refused', async (name) => {
    await expect(prepare({ play: name })).rejects.toMatchObject({ kind: 'validation', field: 'provisioning_play' });
  });
});
