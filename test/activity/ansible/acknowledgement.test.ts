import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { PlayEvent } from '../../../domain/provisioning/play-events.ts';
import { httpServer } from './support/http-server.ts';
import { modes, playOf, playsFolder, prepare, runnerForTest, runToEnd } from './support/play-run.ts';

const play = playOf(`
    - name: First
      uri: { url: "{{ server }}/first", method: POST }
    - name: Second
      uri: { url: "{{ server }}/second", method: POST }
    - name: Third
      uri: { url: "{{ server }}/third", method: "{{ 'PUT' }}" }
`);

const lookingPlay = playOf(`
    - name: Note
      set_fact: { noted: true }
    - name: Look
      uri: { url: "{{ server }}/look" }
    - name: Change
      uri: { url: "{{ server }}/change", method: DELETE }
`);

describe.each(modes)('a task, %s', (mode) => {
  it('acts only after its start, and all before it, are stored', async () => {
    const stored: PlayEvent[] = [];
    const storedWhenAsked = new Map<string, string[]>();
    const server = await httpServer(({ path }) => {
      storedWhenAsked.set(
        path,
        stored.filter((event) => event.type !== 'stats').map((event) => `${event.type} ${'name' in event ? event.name : ''}`),
      );
      return { json: {} };
    });
    const runDirectory = await prepare({ play: 'play_three', playsDirectory: playsFolder({ 'play_three.yaml': play }), variables: { server: server.url } });
    const onEvent = async (event: PlayEvent): Promise<void> => {
      await delay(60); // a slow database: a task that did not wait would be seen to act early
      stored.push(event);
    };
    const { outcome, events } = await runToEnd(runnerForTest(), runDirectory, mode, { onEvent });
    expect(outcome.status).toBe('ok');
    const start = ['play_start Test play', 'task_start First'];
    const second = [...start, 'task_result First', 'task_start Second'];
    expect(Object.fromEntries(storedWhenAsked)).toEqual({
      '/first': start,
      '/second': second,
      '/third': [...second, 'task_result Second', 'task_start Third'],
    });
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  });

  it('that only looks does not wait for it', async () => {
    const looked = Promise.withResolvers<void>();
    let storedAtChange = 0;
    let stored = 0;
    const server = await httpServer(({ path }) => {
      if (path === '/look') looked.resolve();
      else storedAtChange = stored;
      return { json: {} };
    });
    const runDirectory = await prepare({
      play: 'play_look',
      playsDirectory: playsFolder({ 'play_look.yaml': lookingPlay }),
      variables: { server: server.url },
    });
    const { outcome } = await runToEnd(runnerForTest(), runDirectory, mode, {
      onEvent: async () => {
        await looked.promise; // nothing is stored before: a look that waited would never come
        stored += 1;
      },
    });
    expect(outcome.status).toBe('ok');
    expect(storedAtChange).toBe(['play', 'Note', 'Note', 'Look', 'Look', 'Change'].length);
  });

  it('never acts when its start cannot be stored', async () => {
    const server = await httpServer(() => ({ json: {} }));
    const runDirectory = await prepare({ play: 'play_three', playsDirectory: playsFolder({ 'play_three.yaml': play }), variables: { server: server.url } });
    const onEvent = (event: PlayEvent): Promise<void> =>
      event.type === 'task_start' && event.name === 'Second' ? Promise.reject(new Error('the database is gone')) : Promise.resolve();
    const { outcome } = await runToEnd(runnerForTest(), runDirectory, mode, { onEvent });
    expect(outcome).toMatchObject({ status: 'killed', reason: expect.stringContaining('an event could not be stored: the database is gone') });
    expect(server.requests.map(({ path }) => path)).toEqual(['/first']);
  });

  it('does not wait for ever for a worker that stores nothing', async () => {
    const server = await httpServer(() => ({ json: {} }));
    const runDirectory = await prepare({ play: 'play_three', playsDirectory: playsFolder({ 'play_three.yaml': play }), variables: { server: server.url } });
    const run = runToEnd(runnerForTest({ ackTimeoutSeconds: 1 }), runDirectory, mode, {
      onEvent: (event) => (event.type === 'task_start' ? new Promise(() => undefined) : Promise.resolve()),
    });
    expect((await run).outcome).toMatchObject({ status: 'killed', reason: expect.stringContaining('not stored in time') });
    expect(server.requests).toEqual([]);
  });
});
