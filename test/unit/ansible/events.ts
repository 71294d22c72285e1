import type { TaskResultEvent, TaskStartEvent } from '../../../domain/provisioning/play-events.ts';

const identity = {
  seq: 1,
  at: '2026-01-01T00:00:00.000Z',
  uuid: 'task',
  name: 'Task',
  action: 'uri',
  section: 'main',
  rescueOf: null,
  rescuedBy: null,
  last: false,
} as const;

export const taskResult = (event: Partial<TaskResultEvent>): TaskResultEvent => ({
  ...identity,
  type: 'task_result',
  status: 'ok',
  changed: false,
  durationMs: 1,
  message: null,
  register: null,
  result: {},
  ...event,
});

export const taskStart = (event: Partial<TaskStartEvent>): TaskStartEvent => ({
  ...identity,
  type: 'task_start',
  loop: false,
  handler: false,
  path: null,
  ...event,
});
