import { expect } from 'vitest';
import type { JobFacts } from './job-facts.ts';
import type { JobSystem, Order } from './job-system.ts';

/** A job is whole: all of it is there once, or none of it and the stock is back in the state it had. */
export async function expectCleanEnd({ facts }: JobSystem, job: JobFacts, order: Order): Promise<void> {
  const [service] = job.services;
  const whole = {
    status: 0,
    phase: 'succeeded',
    services: [service],
    accounts: [service?.service_uuid],
    items: order.items.map(({ id }) => expect.objectContaining({ inventory_id: id, item_state: 'Assigned', service_id: service?.service_id, reserved: false })),
  };
  const nothing = { status: 2, services: [], accounts: [], items: [], charges: 0, reason: expect.stringContaining('Everything it had made was undone.') };
  expect(job).toMatchObject(job.status === 0 ? whole : nothing);
  const ids = order.items.map(({ id }) => id);
  expect(await facts.itemStates(ids)).toEqual(order.items.map(({ formerState }) => (job.status === 0 ? 'Assigned (held)' : formerState)));
}
