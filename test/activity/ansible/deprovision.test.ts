import { describe, expect, it } from 'vitest';
import type { PlayEvent } from '../../../domain/provisioning/play-events.ts';
import { recordedVariables } from '../../../domain/provisioning/play-recorded.ts';
import { httpServer } from './support/http-server.ts';
import { modes, playOf, playsFolder, prepare, runnerForTest, runToEnd } from './support/play-run.ts';

const play = `
- name: Original play
  hosts: localhost
  gather_facts: no
  tasks:
    - name: Outside the block
      uri: { url: "{{ server }}/outside", method: POST }
    - name: Main
      block:
        - name: Load the configuration
          include_vars: { file: "../../crm_config.yaml", name: crm_config }
        - set_fact:
            service_uuid: "Service_{{ uuid[0:8] }}"
        - name: Create
          uri: { url: "http://{{ crm_config.ocs.OCS }}/create/{{ service_uuid }}", method: PUT }
          register: created
        - name: Break
          fail: { msg: broken }
          when: breaks
      rescue:
        - name: Remove
          uri: { url: "http://{{ crm_config.ocs.cgrates }}/remove/{{ service_uuid }}/{{ created.json.id }}", method: DELETE }
        - name: Tell
          uri: { url: "http://{{ crm_config.ocs.cgrates }}/gone" }
          ignore_errors: true
        - name: Final
          assert: { that: [ FINAL ] }
`;

describe.each(modes)('a deprovision run, %s', (mode) => {
  it.each([
    ['that asks for the action', `action == "deprovision"`, 'The clean-up ran.'],
    ['that is always false', 'false', 'The clean-up ran; the play ends it with a check that fails for every action.'],
  ])('of a play with a final check %s runs its clean-up only, with what the lost attempt had found', async (_, final, reason) => {
    const server = await httpServer(({ path }) => (path === '/gone' ? { status: 404 } : { json: { id: 7 } }));
    const runner = runnerForTest();
    const playsDirectory = playsFolder({ 'play_original.yaml': play.replace('FINAL', final) });
    const order = {
      play: 'play_original',
      playsDirectory,
      config: { ocs: { cgrates: server.address, ocsTenant: 't' } },
      variables: { server: server.url, uuid: 'abcdefgh-1', breaks: false },
    };
    const provisioned = await runToEnd(runner, await prepare(order), mode);
    expect(provisioned.outcome).toMatchObject({ status: 'ok', cleanedUp: false });
    expect(server.requests.splice(0).map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /outside', 'PUT /create/Service_abcdefgh']);

    const recorded = Object.assign({}, ...provisioned.events.map((event: PlayEvent) => recordedVariables(event)));
    const run = await runToEnd(runner, await prepare({ ...order, action: 'deprovision', recorded }), mode);
    expect(run.outcome).toMatchObject({ status: 'ok', reason, cleanedUp: true, cleanUpFailures: [{ name: 'Tell', message: expect.stringContaining('404') }] });
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['DELETE /remove/Service_abcdefgh/7', 'GET /gone']);
    expect(run.results.map(({ name, status }) => `${name}: ${status}`).slice(0, 2)).toEqual(['Load the configuration: ok', 'Skip to clean-up: rescued']);
  });

  it('of a play whose clean-up breaks says where', async () => {
    const server = await httpServer(() => ({ status: 500 }));
    const run = await runToEnd(
      runnerForTest(),
      await prepare({
        play: 'play_original',
        playsDirectory: playsFolder({ 'play_original.yaml': play.replace('FINAL', 'true') }),
        action: 'deprovision',
        config: { ocs: { cgrates: server.address, ocsTenant: 't' } },
        recorded: { service_uuid: 'Service_1', created: { json: { id: 1 } } },
      }),
      mode,
    );
    expect(run.outcome).toMatchObject({ status: 'failed', cleanedUp: false, failedTask: { name: 'Remove' } });
  });
});

describe('a failed run', () => {
  it('whose rescue ran to its end says that it cleaned up, and names the task that began it', async () => {
    const server = await httpServer(() => ({ json: { id: 7 } }));
    const run = await runToEnd(
      runnerForTest(),
      await prepare({
        play: 'play_original',
        playsDirectory: playsFolder({ 'play_original.yaml': play.replace('FINAL', `action == "deprovision"`) }),
        config: { ocs: { cgrates: server.address, ocsTenant: 't' } },
        variables: { server: server.url, uuid: 'abcdefgh-1', breaks: true },
      }),
    );
    expect(run.outcome).toMatchObject({ status: 'failed', cleanedUp: true, reason: 'Task "Break" failed: broken', failedTask: { name: 'Break' } });
  });
});

describe('a play without a rescue', () => {
  it('is not run at all to deprovision', async () => {
    const server = await httpServer(() => ({ json: {} }));
    const runDirectory = await prepare({
      play: 'play_plain',
      playsDirectory: playsFolder({ 'play_plain.yaml': playOf('    - uri: { url: "{{ server }}/" }\n') }),
      action: 'deprovision',
      variables: { server: server.url },
    });
    const { outcome, events } = await runToEnd(runnerForTest(), runDirectory);
    expect(outcome).toMatchObject({ status: 'ok', cleanedUp: false, tasksStarted: 0, reason: expect.stringContaining('Nothing was run') });
    expect(events).toEqual([]);
    expect(server.requests).toEqual([]);
  });
});
