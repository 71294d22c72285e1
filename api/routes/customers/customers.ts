import { z } from '@hono/zod-openapi';
import { archiveCustomer, restoreCustomer } from '../../../domain/customers/archive-customer.ts';
import { customerArpu } from '../../../domain/customers/arpu.ts';
import { createCustomer } from '../../../domain/customers/create-customer.ts';
import { getCustomer } from '../../../domain/customers/get-customer.ts';
import { listCustomers } from '../../../domain/customers/list-customers.ts';
import { updateCustomer } from '../../../domain/customers/update-customer.ts';
import type { ApiDeps } from '../../deps.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { id, listQuery, pageOf, wholeNumber } from '../../schemas/contract.ts';
import { attributeRoutes } from './attributes.ts';
import { contactRoutes } from './contacts.ts';
import { arpuShape, customerChange, customerShape, fullCustomerShape, newCustomer } from './customer-schemas.ts';
import { geocodingRoutes } from './geocoding.ts';
import { siteRoutes } from './sites.ts';
import { tagRoutes } from './tags.ts';

const tag = 'customers';
const view = { permission: 'view_customer', own: 'view_own_customer' } as const;
const remove = { permission: 'delete_customer' } as const;
const path = '/crm/customer/customer_id/{customer_id}';
const shared = { tag, params: z.object({ customer_id: id() }), response: fullCustomerShape };
const one = { ...shared, path, aliases: ['/crm/customer/{customer_id}'] };

/** Customers with their contacts and sites (chapter 12). */
export function customerRoutes(api: Api, deps: ApiDeps): void {
  const defaults = deps.config.locale;
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/customers',
      aliases: ['/crm/customer'],
      policy: view,
      tag,
      summary: 'List and search customers',
      query: listQuery,
      response: pageOf(customerShape),
    },
    (ctx, { query }) => listCustomers(ctx, query),
  );
  endpoint(
    api,
    {
      method: 'put',
      path: '/crm/customer',
      policy: { permission: 'create_customer' },
      tag,
      summary: 'Create a customer, with contacts and sites',
      body: newCustomer,
      response: fullCustomerShape,
    },
    (ctx, { body }) => createCustomer(ctx, body, defaults),
  );
  endpoint(api, { method: 'get', ...one, policy: view, summary: 'Read a customer with its contacts and sites' }, (ctx, { params }) =>
    getCustomer(ctx, params.customer_id),
  );
  endpoint(
    api,
    { method: 'patch', ...one, policy: { permission: 'update_customer' }, summary: 'Change a customer', body: customerChange },
    (ctx, { params, body }) => updateCustomer(ctx, params.customer_id, body),
  );
  endpoint(
    api,
    { method: 'delete', ...one, policy: remove, summary: 'Delete a customer: it is archived with everything and can be restored' },
    (ctx, { params }) => archiveCustomer(ctx, params.customer_id),
  );
  endpoint(api, { method: 'post', ...shared, path: `${path}/restore`, policy: remove, summary: 'Bring a deleted customer back' }, (ctx, { params }) =>
    restoreCustomer(ctx, params.customer_id),
  );
  endpoint(
    api,
    {
      method: 'get',
      ...shared,
      path: `${path}/arpu`,
      policy: { permission: 'view_customer_transaction', own: 'view_own_customer_transaction' },
      summary: 'Compare the average revenue of a customer by service and month with that of all customers',
      query: z.object({ months: wholeNumber(1, 36).default(12) }),
      response: arpuShape,
    },
    (ctx, { params, query }) => customerArpu(ctx, params.customer_id, { months: query.months, currency: defaults.currency, timeZone: defaults.time_zone }),
  );
  attributeRoutes(api);
  tagRoutes(api);
  geocodingRoutes(api, deps);
  contactRoutes(api, defaults);
  siteRoutes(api, defaults);
}
