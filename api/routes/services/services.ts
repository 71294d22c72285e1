import { z } from '@hono/zod-openapi';
import { createService } from '../../../domain/services/create-service.ts';
import { deleteService } from '../../../domain/services/delete-service.ts';
import { getService, getServiceByUuid, type ServiceCharging } from '../../../domain/services/get-service.ts';
import { listServices, listServicesOf } from '../../../domain/services/list-services.ts';
import { updateService } from '../../../domain/services/update-service.ts';
import type { ApiDeps } from '../../deps.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { id, listQuery, pageOf } from '../../schemas/contract.ts';
import { chargedServiceShape, editableShape, listedServiceShape, newService, serviceChange, serviceShape } from './service-schemas.ts';

const tag = 'services';
const view = { permission: 'view_customer_service', own: 'view_own_customer_service' } as const;
const one = {
  path: '/crm/service/{service_id}',
  aliases: ['/crm/service/service_id/{service_id}'],
  tag,
  params: z.object({ service_id: id() }),
  response: serviceShape,
};

/** Services of customers (chapters 17 and 23). */
export function serviceRoutes(api: Api, { config, charging }: ApiDeps): void {
  const rules = { serviceTypes: config.service_types };
  readRoutes(api, { engine: charging, locale: config.locale.locale, currency: config.locale.currency });
  endpoint(
    api,
    {
      method: 'put',
      path: '/crm/service',
      policy: { permission: 'create_customer_service' },
      tag,
      summary: 'Create a service; the same service_uuid again answers the same one',
      body: newService,
      response: serviceShape,
    },
    (ctx, { body }) => createService(ctx, body, rules),
  );
  endpoint(
    api,
    { method: 'patch', ...one, policy: { permission: 'update_customer_service' }, summary: 'Change what is editable of a service', body: serviceChange },
    (ctx, { params, body }) => updateService(ctx, params.service_id, splitChange(body), rules),
  );
  endpoint(
    api,
    { method: 'delete', ...one, policy: { permission: 'delete_customer_service' }, summary: 'Remove a service that has ended' },
    (ctx, { params }) => deleteService(ctx, params.service_id),
  );
}

function readRoutes(api: Api, charging: ServiceCharging): void {
  endpoint(
    api,
    { method: 'get', path: '/crm/service', policy: view, tag, summary: 'List and search services', query: listQuery, response: pageOf(listedServiceShape) },
    (ctx, { query }) => listServices(ctx, query),
  );
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/service/customer_id/{customer_id}',
      policy: view,
      tag,
      summary: 'List the services of a customer',
      params: z.object({ customer_id: id() }),
      response: z.array(serviceShape),
    },
    (ctx, { params }) => listServicesOf(ctx, params.customer_id),
  );
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/service/service_uuid/{service_uuid}',
      policy: view,
      tag,
      summary: 'Read a service by its account, with balances and plans',
      params: z.object({ service_uuid: z.string().min(1).max(150) }),
      response: chargedServiceShape,
    },
    (ctx, { params }) => getServiceByUuid(ctx, params.service_uuid, charging),
  );
  endpoint(
    api,
    { method: 'get', ...one, policy: view, summary: 'Read a service with its balances and plans', response: chargedServiceShape },
    (ctx, { params }) => getService(ctx, params.service_id, charging),
  );
}

/** Tells the editable keys of a change from whatever else was sent. */
function splitChange(body: z.infer<typeof serviceChange>): { fields: z.infer<typeof editableShape>; readOnly: Record<string, unknown> } {
  const entries = Object.entries(body);
  const editable = (key: string): boolean => Object.hasOwn(editableShape.shape, key);
  return {
    fields: Object.fromEntries(entries.filter(([key]) => editable(key))) as z.infer<typeof editableShape>,
    readOnly: Object.fromEntries(entries.filter(([key]) => !editable(key))),
  };
}
