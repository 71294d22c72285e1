import { ProvisioningStatus, type ProcessStep, type ProvisionEvent } from '#lib/api/provisions-service.ts';

/** Puts a task's newest state into the list, which stays ordered by number. */
export function mergeEvent(events: readonly ProvisionEvent[], incoming: ProvisionEvent): readonly ProvisionEvent[] {
  return upsert(events, incoming, (event) => event.event_number, isOlderEvent);
}

/** Puts a step's newest state into the list, which stays ordered by sequence. */
export function mergeStep(steps: readonly ProcessStep[], incoming: ProcessStep): readonly ProcessStep[] {
  return upsert(steps, incoming, (step) => step.seq, isOlderStep);
}

function upsert<Item>(
  items: readonly Item[],
  incoming: Item,
  orderOf: (item: Item) => number,
  isOlder: (incoming: Item, known: Item) => boolean,
): readonly Item[] {
  const index = items.findIndex((item) => orderOf(item) === orderOf(incoming));
  const known = items[index];
  if (known === undefined) return [...items, incoming].sort((a, b) => orderOf(a) - orderOf(b));
  return isOlder(incoming, known) ? items : items.with(index, incoming);
}

// A "running" that arrives after the result is the past; a higher attempt is always the present.
function isOlderEvent(incoming: ProvisionEvent, known: ProvisionEvent): boolean {
  if (incoming.attempt !== known.attempt) return incoming.attempt < known.attempt;
  return (
    incoming.provisioning_status === ProvisioningStatus.Running &&
    known.provisioning_status !== ProvisioningStatus.Running
  );
}

function isOlderStep(incoming: ProcessStep, known: ProcessStep): boolean {
  if (incoming.started_at !== known.started_at) return incoming.started_at < known.started_at;
  return incoming.status === 'running' && known.status !== 'running';
}
