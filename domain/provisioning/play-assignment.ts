import type { EntityManager } from '@mikro-orm/postgresql';
import { notFound } from '../errors.ts';
import { mergeVariables, type Variables } from './merge-variables.ts';
import { unsealPayload } from './order-payload.ts';
import type { ProvisionAction } from './provision-rules.ts';
import { recordedFacts } from './recorded-facts.ts';

/** Everything one run of a play is given but its token. */
export interface PlayAssignment {
  play: string;
  variables: Variables;
  /** What earlier tasks found and set; a clean-up knows it without outranking what it finds itself. */
  recorded: Variables;
  /** A clean-up was asked for, but no task of the job's play had ever begun. */
  nothingToCleanUp: boolean;
}

interface JobRow {
  provision_id: number;
  action: ProvisionAction;
  customer_id: number | null;
  product_id: number | null;
  service_id: number | null;
  initiating_user: number | null;
  uuid: string;
  provisioning_play: string | null;
  sealed_vars: string | null;
}

/** Puts together a play's variables (PRV-2): for the job itself, or for the clean-up of what the job's play left. */
export async function assignPlay(em: EntityManager, secret: string, provisionId: number, action: 'provision' | 'deprovision'): Promise<PlayAssignment> {
  const [job] = await em.execute<JobRow[]>(
    'select provision_id, action, customer_id, product_id, service_id, initiating_user, uuid, provisioning_play, sealed_vars from provision where provision_id = ?',
    [provisionId],
  );
  if (job === undefined || job.sealed_vars === null) throw notFound('Job', provisionId);
  const { product, request } = await unsealPayload(secret, job.uuid, job.sealed_vars);
  const held = await heldStock(em, job);
  const origin = job.action === 'deprovision' ? await originOf(em, job) : { provisionId, uuid: job.uuid };
  const service = action === 'deprovision' ? await serviceOf(em, job) : undefined;
  const system = given({
    product_id: job.product_id,
    customer_id: job.customer_id,
    service_id: service?.service_id ?? job.service_id,
    service_uuid: service?.service_uuid ?? null,
    provision_id: provisionId,
    initiating_user: job.initiating_user,
    uuid: origin.uuid,
    action: action === 'deprovision' ? action : null,
    // The shipped plays undo a broken run further than they end a service.
    rollback: action === 'deprovision' && job.action !== 'deprovision' ? true : null,
  });
  return {
    play: job.provisioning_play ?? '',
    variables: mergeVariables({ product, request, system, stock: held }),
    recorded: action === 'deprovision' && origin.provisionId !== null ? await recordedFacts(em, secret, origin.provisionId) : {},
    nothingToCleanUp: action === 'deprovision' && job.action !== 'deprovision' && !(await hasEvents(em, provisionId)),
  };
}

async function hasEvents(em: EntityManager, provisionId: number): Promise<boolean> {
  const rows = await em.execute<object[]>('select 1 from provision_event where provision_id = ? limit 1', [provisionId]);
  return rows.length > 0;
}

/** Stock by template name: what the job reserved or assigned, or what the service to be ended has. */
async function heldStock(em: EntityManager, { action, provision_id, service_id }: JobRow): Promise<Record<string, number>> {
  const [where, id] =
    action === 'deprovision'
      ? ['service_id = ?', service_id]
      : [`${provision_id} in (reserved_provision_id, assigned_provision_id) and ? is not null`, provision_id];
  const rows = await em.execute<{ item: string; inventory_id: number }[]>(
    `select item, inventory_id from inventory where ${where} order by inventory_id desc`,
    [id],
  );
  return Object.fromEntries(rows.map(({ item, inventory_id }) => [item, inventory_id]));
}

/** The job that made a service, whose uuid the names of its parts come from. */
async function originOf(em: EntityManager, job: JobRow): Promise<{ provisionId: number | null; uuid: string }> {
  const [origin] = await em.execute<{ provision_id: number; uuid: string }[]>(
    'select p.provision_id, p.uuid from service s join provision p on p.provision_id = s.provision_id where s.service_id = ?',
    [job.service_id],
  );
  return origin === undefined ? { provisionId: null, uuid: job.uuid } : { provisionId: origin.provision_id, uuid: origin.uuid };
}

/** The service a clean-up is about: the one to be ended, or the first that the job's play made. */
async function serviceOf(em: EntityManager, { action, provision_id, service_id }: JobRow): Promise<{ service_id: number; service_uuid: string } | undefined> {
  const [where, id] = action === 'deprovision' ? ['service_id = ?', service_id] : ['provision_id = ?', provision_id];
  const [row] = await em.execute<{ service_id: number; service_uuid: string }[]>(
    `select service_id, service_uuid from service where ${where} order by service_id limit 1`,
    [id],
  );
  return row;
}

const given = (values: Record<string, string | number | boolean | null>): Variables =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
