import { z } from '@hono/zod-openapi';
import { serviceColumns } from '../../../domain/services/service-columns.ts';
import { serviceStatuses } from '../../../domain/services/service-rules.ts';
import { acceptedTermsShape } from '../../schemas/accepted-terms.ts';
import { amount, flag, id, optionalId, optionalInstant, optionalText, text } from '../../schemas/contract.ts';
import { recordShape } from '../../schemas/record.ts';

const cost = amount().refine((value) => !value.startsWith('-'), 'must not be negative');
const jsonText = z
  .preprocess((value) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : value), optionalText(20_000))
  .openapi({ type: ['string', 'null'] });
const playName = optionalText(150).refine((value) => value === null || /^[A-Za-z0-9_-]+$/.test(value), 'must be the name of a play without its extension');

/** Plays of chapter 30 call an ended service “Deactivated”. */
const status = z
  .preprocess((value) => (value === 'Deactivated' ? 'Inactive' : value), z.enum(serviceStatuses))
  .openapi({ type: 'string', enum: [...serviceStatuses] });

const fields = {
  service_name: text(255, 1).optional(),
  service_type: optionalText(64).optional(),
  service_status: status.optional(),
  service_notes: optionalText(20_000).optional(),
  retail_cost: cost.optional(),
  wholesale_cost: cost.optional(),
  service_billed: flag().optional(),
  service_taxable: flag().optional(),
  service_visible_to_customer: flag().optional(),
  service_usage_visible_to_customer: flag().optional(),
  service_active_date: optionalInstant().optional(),
  service_deactivate_date: optionalInstant().optional(),
  contract_end_date: optionalInstant().optional(),
  icon: optionalText(100).optional(),
  promo_code: optionalText(64).optional(),
  site_id: optionalId().optional(),
};

/** Service to be recorded without a job, as plays do (chapter 30). */
export const newService = z
  .object({
    customer_id: id(),
    product_id: optionalId().optional(),
    service_uuid: text(150, 1)
      .refine((value) => /^[A-Za-z0-9_.:@+-]+$/.test(value), 'must be letters, digits and _ . : @ + -')
      .optional(),
    bundled_parent: optionalId().optional(),
    service_provisioned_date: optionalInstant().optional(),
    provisioning_play: playName.optional(),
    provisioning_json_vars: jsonText.optional(),
    deprovisioning_play: playName.optional(),
    deprovisioning_json_vars: jsonText.optional(),
    ...fields,
  })
  .openapi('NewService');

/** Editable keys; the others may be sent as they are, and are refused when they differ. */
export const serviceChange = z.looseObject(fields).openapi('ServiceChange');
/** Keys of a service that whoever may edit services may change. */
export const editableShape = z.object(fields);

const full = recordShape(serviceColumns, 'ServiceColumns');
const { wholesale_cost, provisioning_play, provisioning_json_vars, deprovisioning_play, deprovisioning_json_vars, service_notes } = full.shape;
/** Service as it is answered; costs, plays and notes are left out for those who may not see them. */
export const serviceShape = full
  .extend({
    wholesale_cost: wholesale_cost.optional(),
    provisioning_play: provisioning_play.optional(),
    provisioning_json_vars: provisioning_json_vars.optional(),
    deprovisioning_play: deprovisioning_play.optional(),
    deprovisioning_json_vars: deprovisioning_json_vars.optional(),
    service_notes: service_notes.optional(),
  })
  .openapi('Service');
/** Row of the list of all customers’ services, with whose it is. */
export const listedServiceShape = serviceShape.extend({ customer_name: z.string() }).openapi('ListedService');

const balance = z
  .object({
    ID: z.string(),
    Value: z.number().openapi({ description: 'DATA in bytes, VOICE in seconds, SMS in messages, MONETARY in the currency' }),
    ExpirationDate: z.iso.datetime().nullable(),
    Weight: z.number(),
    DestinationIDs: z.array(z.string()),
    Disabled: z.boolean(),
    custom_Name_hr: z.string(),
    custom_Expiration: z.string(),
    custom_Description_String: z.string(),
  })
  .openapi('Balance');
const actionPlan = z
  .object({
    ActionPlanId: z.string(),
    ActionsId: z.string(),
    PlanName: z.string(),
    NextExecTime: z.iso.datetime().nullable(),
    custom_NextExecTime_hr: z.string(),
    ActionPlanId_split_dict: z.record(z.string(), z.union([z.string(), z.number()])),
  })
  .openapi('ActionPlan');

/** Service with its balances, as CGRateS last told them. */
export const chargedServiceShape = serviceShape
  .extend({
    product_name: z.string().nullable(),
    accepted_terms: z.array(acceptedTermsShape),
    cgrates: z
      .object({
        BalanceMap: z.record(z.string(), z.array(balance)),
        ActionPlans: z.array(actionPlan),
        Disabled: z.boolean(),
        stale: z.boolean().openapi({ description: 'true when the charging system did not answer and this is what was seen last' }),
        as_of: z.iso.datetime().nullable(),
      })
      .optional(),
  })
  .openapi('ChargedService');
