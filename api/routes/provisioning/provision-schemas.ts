import { z } from '@hono/zod-openapi';
import { provisionSummaryColumns } from '../../../domain/provisioning/provision-summary.ts';
import { acceptedTermsShape } from '../../schemas/accepted-terms.ts';
import { id, optionalId } from '../../schemas/contract.ts';
import { recordShape } from '../../schemas/record.ts';

/** Ids are read in either spelling; every other key is a variable of the play, or stock named by its template. */
export const newProvision = z
  .looseObject({
    product_id: id().optional(),
    customer_id: optionalId().optional(),
    service_id: optionalId().optional(),
    action: z.enum(['provision', 'deprovision']).optional(),
    provisioning_play: z.string().max(150).optional(),
  })
  .openapi('NewProvision', { example: { product_id: 42, customer_id: 123, 'SIM Card': 5001, 'Mobile Number': 'auto' } });

/** Answer to an accepted order; `provisioning_status` is 1, running. */
export const startedShape = z.object({ provision_id: z.number(), provisioning_status: z.number(), message: z.string() }).openapi('ProvisionStarted');
/** What was done, in a sentence for people. */
export const messageShape = z.object({ message: z.string() });

/** Job as lists show it; `provisioning_status` is 0 succeeded, 1 running or 2 failed. */
export const provisionShape = recordShape(provisionSummaryColumns, 'Provision');

const event = z
  .object({
    event_number: z.number(),
    event_name: z.string(),
    attempt: z.number(),
    action: z.string().nullable(),
    provisioning_status: z.number().openapi({ description: '0 success, 1 running, 2 failed, 3 failed and ignored' }),
    duration_ms: z.number().nullable(),
    timestamp: z.iso.datetime(),
  })
  .openapi('ProvisionEvent');
const step = z
  .object({
    seq: z.number(),
    run_id: z.string(),
    name: z.string(),
    kind: z.enum(['do', 'undo']),
    status: z.enum(['running', 'done', 'failed', 'skipped']),
    undo: z.string().nullable(),
    error: z.string().nullable(),
    started_at: z.iso.datetime(),
    finished_at: z.iso.datetime().nullable(),
  })
  .openapi('ProcessStep');

/** Job with the events of its play, the steps of its workflow and where Temporal shows the run; JSON that the original answers as text is text here too. */
export const fullProvisionShape = provisionShape
  .extend({
    provisioning_json_vars: z.string().nullable(),
    provisioning_result_json: z.array(
      event.extend({ provisioning_result_json: z.string().nullable().openapi({ description: 'JSON in a string, without secrets' }) }),
    ),
    events: z.array(event.extend({ provisioning_result_json: z.unknown() })),
    steps: z.array(step),
    accepted_terms: acceptedTermsShape.nullable(),
    ordered_by: z.object({ name: z.string().nullable(), impersonator: z.string().nullable() }),
    workflow: z.object({ workflow_id: z.string(), run_id: z.string().nullable(), url: z.string().nullable() }),
  })
  .openapi('FullProvision');

const trace = z
  .object({
    kind: z.enum(['service', 'transaction', 'inventory', 'charging_account']),
    id: z.union([z.number(), z.string()]),
    label: z.string(),
    amount: z.number().optional().openapi({ description: 'What a transaction charges the customer' }),
  })
  .openapi('Trace');
/** What a job made and what of it remains; `charging_checked` is false when the charging system did not answer. */
export const outcomeShape = z
  .object({ provision_id: z.number(), provisioning_status: z.number(), made: z.array(trace), remains: z.array(trace), charging_checked: z.boolean() })
  .openapi('ProvisionOutcome');

/** A stream of server-sent events; OpenAPI has no word for its single messages. */
export const streamShape = z
  .string()
  .openapi({ description: 'text/event-stream with events `event` (a task), `step`, `status` and `end`; ids continue by Last-Event-ID' });
