import { Connection } from '@temporalio/client';

/** Where Temporal is, as in the settings' `temporal` section. */
export interface TemporalAddress {
  address: string;
  namespace: string;
  tls?: boolean;
  api_key?: string | undefined;
}

/** Lends a connection to Temporal for one piece of work and closes it. */
export async function withTemporal<T>({ address, tls, api_key: apiKey }: TemporalAddress, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address, tls: tls ?? false, connectTimeout: '3s', ...(apiKey === undefined ? {} : { apiKey }) });
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}

/** Throws unless the namespace can be used. */
export function answersNamespace(temporal: TemporalAddress): Promise<void> {
  return withTemporal(temporal, async ({ workflowService }) => {
    await workflowService.describeNamespace({ namespace: temporal.namespace });
  });
}

/** Throws unless a worker whose identity begins as given asks a task queue for workflow tasks. */
export function answersPoller(temporal: TemporalAddress & { task_queue: string }, identity: string): Promise<void> {
  return withTemporal(temporal, async ({ workflowService }) => {
    const WORKFLOW_TASKS = 1; // temporal.api.enums.v1.TaskQueueType
    const { pollers } = await workflowService.describeTaskQueue({
      namespace: temporal.namespace,
      taskQueue: { name: temporal.task_queue },
      taskQueueType: WORKFLOW_TASKS,
    });
    if (!pollers?.some((poller) => poller.identity?.startsWith(identity))) throw new Error('Temporal has not heard of it yet');
  });
}
