import { LockMode } from '@mikro-orm/core';
import { type Ctx, change } from '../context.ts';
import { demandNotArchived } from '../customers/demand-not-archived.ts';
import { DomainError, type FieldFault, notFound } from '../errors.ts';
import { given } from '../given.ts';
import { serviceScope } from './find-service.ts';
import { serviceColumns, serviceJson, type ServiceJson } from './service-columns.ts';
import { demandKnownType, demandSiteOf, type ServiceFields, type ServiceRules } from './service-fields.ts';
import { editableServiceKeys } from './service-rules.ts';
import { Service } from './service.entity.ts';

/** Changes to a service; `readOnly` holds whatever else was sent, which may only repeat what is there. */
export interface UpdateServiceInput {
  fields: ServiceFields;
  readOnly: Record<string, unknown>;
}

/** Changes what is given of a service; throws `validation` listing every read-only key that was sent with another value. */
export async function updateService(ctx: Ctx, serviceId: number, { fields, readOnly }: UpdateServiceInput, rules: ServiceRules): Promise<ServiceJson> {
  return change(ctx, async (em) => {
    const service = await em.findOne(Service, { service_id: serviceId, ...serviceScope(ctx.principal) }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (service === null) throw notFound('Service', serviceId);
    demandUnchanged(serviceJson({ ...ctx.principal, customerId: null }, service), readOnly);
    if (fields.service_type !== service.service_type) demandKnownType(ctx.principal, fields.service_type, rules);
    await demandSiteOf(em, service.customer_id, fields.site_id);
    // An archived customer's services have all ended, and stay so.
    if (service.service_status === 'Inactive' && (fields.service_status ?? 'Inactive') !== 'Inactive') await demandNotArchived(em, service.customer_id);
    em.assign(service, given(fields));
    await em.flush();
    return serviceJson(ctx.principal, service);
  });
}

function demandUnchanged(shown: object, sent: Record<string, unknown>): void {
  const editable: readonly string[] = editableServiceKeys;
  const faults = Object.keys(sent)
    .filter((key) => Object.hasOwn(serviceColumns, key) && !editable.includes(key) && !alike((shown as Record<string, unknown>)[key], sent[key]))
    .map((key): FieldFault => ({ field: key, message: 'cannot be changed' }));
  if (faults.length > 0)
    throw new DomainError('validation', `${faults.map(({ field }) => field).join(', ')} cannot be changed; what can is ${editable.join(', ')}.`, { faults });
}

/** The same value in any spelling that plays use: 5 and "5", null and "", one instant in two notations. */
function alike(stored: unknown, sent: unknown): boolean {
  if (sent === undefined) return true;
  const [a, b] = [plain(stored), plain(sent)];
  if (a.toLowerCase() === b.toLowerCase()) return true;
  return typeof stored === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(stored) && new Date(stored).getTime() === new Date(b).getTime();
}

const plain = (value: unknown): string =>
  value === null || value === undefined || value === 'None' ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
