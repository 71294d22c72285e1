import { describe, expect, it } from 'vitest';
import type { PlayEvent } from '../../../domain/provisioning/play-events.ts';
import { httpServer } from './support/http-server.ts';
import { playsFolder, prepare, runnerForTest, runToEnd } from './support/play-run.ts';

const play = `
- name: Everything a play does
  hosts: localhost
  gather_facts: no
  tasks:
    - name: Rescued block
      block:
        - name: Say hello to {{ who }}
          debug:
            msg: "hello {{ who }}"
        - set_fact:
            answer: "{{ 40 + 2 }}"
            parts: [a, b]
        - include_tasks: inner.yaml
        - name: Read
          uri:
            url: "{{ server }}/thing?x=1"
            return_content: yes
            headers:
              Authorization: "Bearer token-of-the-play"
          register: thing
        - name: Read by its full name
          ansible.builtin.uri:
            url: "{{ server }}/thing"
          register: thing
        - name: Write
          uri:
            url: "{{ server }}/thing"
            method: POST
            body_format: json
            body: { "number": "{{ answer | int }}", "name": "{{ who }}", "list": "{{ parts }}" }
            user: me
            password: s3cret-password
            force_basic_auth: true
            status_code: [200, 201]
        - name: Form
          uri:
            url: "{{ server }}/form"
            method: POST
            body_format: form-urlencoded
            body: { a: "1 2", b: "x&y" }
        - name: Loop over requests
          uri:
            url: "{{ server }}/items/{{ item }}"
          loop: [1, 2, 3]
          register: looped
        - name: Not found, tolerated
          uri:
            url: "{{ server }}/missing"
          register: missing
          ignore_errors: true
        - name: Refused, expected
          uri:
            url: "{{ server }}/missing"
            status_code: 404
        - name: Nobody there
          uri:
            url: "http://127.0.0.1:9/"
            timeout: 2
          ignore_errors: true
        - name: Wrong argument
          uri:
            url: "{{ server }}/thing"
            methode: GET
          ignore_errors: true
        - name: Saved to a file
          uri:
            url: "{{ server }}/thing"
            dest: "{{ lookup('env', 'HOME') }}/thing.json"
        - name: Run a command
          command: "printf '%s' 'a b'"
          register: printed
        - name: Run a pipeline
          shell: "echo one two | wc -w"
        - name: A command that fails
          command: "false"
          ignore_errors: true
        - name: Retry
          uri:
            url: "{{ server }}/missing"
          until: false
          retries: 1
          delay: 0
          ignore_errors: true
        - name: Secret
          debug:
            msg: never shown
          no_log: true
        - name: Skipped
          debug:
            msg: no
          when: thing.status == 500
        - name: Some items fail
          assert:
            that: item < 2
            quiet: true
          loop: [1, 2]
          ignore_errors: true
        - name: Break
          assert:
            that: thing.status == 500
            fail_msg: "status is {{ thing.status }}, printed {{ printed.stdout }}"
      rescue:
        - name: Clean up
          uri:
            url: "{{ server }}/thing"
            method: DELETE
          ignore_errors: true
        - name: Final
          assert:
            that: action == 'deprovision'
      always:
        - debug:
            msg: always
`;

describe('stock and warm', () => {
  it('tell the same story of the same play, to the letter', async () => {
    const server = await httpServer(({ path }) =>
      path.startsWith('/missing') ? { status: 404, json: { error: { code: 'not_found' } } } : { json: { path: 'p', ok: true } },
    );
    const playsDirectory = playsFolder({ 'play_all.yaml': play, 'inner.yaml': '- name: inside\n  debug:\n    msg: inner\n' });
    const runner = runnerForTest();
    expect(await runner.warmUp()).toMatchObject({ warm: true });
    const order = { play: 'play_all', playsDirectory, variables: { server: server.url, who: 'Ana {{ 1 + 1 }}' } };
    const runDirectory = await prepare(order);

    const stock = await runToEnd(runner, runDirectory, 'stock');
    const askedByStock = server.requests.splice(0).map(comparableRequest);
    await prepare({ ...order, runDirectory });
    const warm = await runToEnd(runner, runDirectory, 'warm');
    const askedByWarm = server.requests.splice(0).map(comparableRequest);

    expect(stock.outcome).toMatchObject({ status: 'failed', reason: 'Task "Break" failed: status is 200, printed a b' });
    expect(stock.results.length).toBeGreaterThan(20);
    expect(warm.events.map(comparable)).toEqual(stock.events.map(comparable));
    expect(askedByWarm).toEqual(askedByStock);
    expect(comparableOutput(warm.outcome.stdout)).toEqual(comparableOutput(stock.outcome.stdout));
  });
});

const volatileKeys = new Set(['at', 'uuid', 'rescueOf', 'rescuedBy', 'durationMs', 'start', 'end', 'delta', 'date', 'elapsed', 'file']);

/** The event without times and generated ids, and without what only tells where the module ran. */
function comparable(event: PlayEvent): unknown {
  return JSON.parse(JSON.stringify(event, (key, value: unknown) => (volatileKeys.has(key) ? undefined : value)));
}

const comparableRequest = ({ headers: { host: _, ...headers }, ...request }: { headers: Record<string, unknown> }): unknown => ({ ...request, headers });

const comparableOutput = (output: string): string => output.replace(/"(start|end|delta|date)": "[^"]*"/g, '"$1"').replace(/"elapsed": \d+/g, '"elapsed"');
