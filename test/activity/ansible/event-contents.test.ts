import { describe, expect, it } from 'vitest';
import { redactResult } from '../../../domain/provisioning/redact.ts';
import { httpServer } from './support/http-server.ts';
import { modes, playOf, playsFolder, prepare, runnerForTest, runToEnd } from './support/play-run.ts';

const play = playOf(`
    - include_vars: { file: "../../crm_config.yaml", name: crm_config }
    - name: Much
      uri: { url: "{{ server }}/much", return_content: yes }
      register: much
    - name: Many
      debug: { msg: "{{ item }}" }
      loop: "{{ range(300) | list }}"
    - name: Still all there
      assert: { that: [ much.json.text | length == 300000 ] }
    - name: Hidden
      uri: { url: "{{ server }}/hidden", headers: { X-Note: hidden-value } }
      no_log: true
    - name: Not a number
      set_fact: { odd: "{{ 'nan' | float }}", fine: "{{ 1 }}" }
    - name: Show everything
      debug: { var: "hostvars[inventory_hostname]" }
`);

describe.each(modes)('events, %s', (mode) => {
  it('are small, hold no configuration, respect no_log, and lose their secrets to redaction', async () => {
    const server = await httpServer(() => ({ json: { text: 'x'.repeat(300_000), list: Array.from({ length: 10_000 }, (_, index) => index) } }));
    const token = 'token-of-the-play-0123456789';
    const runDirectory = await prepare({
      play: 'play_much',
      playsDirectory: playsFolder({ 'play_much.yaml': play }),
      variables: { server: server.url, access_token: token },
      config: { smsc: { api_key: 'key-of-the-smsc-0123456789' } },
    });
    const { outcome, events, results } = await runToEnd(runnerForTest(), runDirectory, mode);
    expect(outcome).toMatchObject({ status: 'ok' });
    expect(Math.max(...events.map((event) => JSON.stringify(event).length))).toBeLessThan(70_000);
    expect(results.find(({ name }) => name === 'Much')?.result).toMatchObject({
      truncated: true,
      status: 200,
      full_size_bytes: expect.toSatisfy((size) => size > 300_000),
    });
    expect(events.filter((event) => event.type === 'item')).toHaveLength(300);
    expect(results[0]?.result).not.toHaveProperty('ansible_facts');
    expect(JSON.stringify(results.find(({ name }) => name === 'Hidden'))).not.toContain('hidden-value');
    const stored = JSON.stringify(redactResult(events));
    expect(stored).not.toContain(token);
    expect(stored).not.toContain('key-of-the-smsc-0123456789');
  });
});
