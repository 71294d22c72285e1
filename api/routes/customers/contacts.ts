import { z } from '@hono/zod-openapi';
import { createContact } from '../../../domain/customers/create-contact.ts';
import type { CustomerDefaults } from '../../../domain/customers/customer-fields.ts';
import { deleteContact } from '../../../domain/customers/delete-contact.ts';
import { getContact } from '../../../domain/customers/get-contact.ts';
import { listContacts } from '../../../domain/customers/list-contacts.ts';
import { updateContact } from '../../../domain/customers/update-contact.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { id } from '../../schemas/contract.ts';
import { contactChange, contactShape, newContact } from './customer-schemas.ts';

const tag = 'customers';
const view = { permission: 'view_customer_contact', own: 'view_own_customer_contact' } as const;
const one = { path: '/crm/contact/contact_id/{contact_id}', tag, params: z.object({ contact_id: id() }), response: contactShape };

/** Contacts of customers (chapter 12); the list of a customer is a plain array, as plays read it. */
export function contactRoutes(api: Api, defaults: CustomerDefaults): void {
  endpoint(
    api,
    {
      method: 'put',
      path: '/crm/contact',
      policy: { permission: 'create_customer_contact' },
      tag,
      summary: 'Add a contact to a customer',
      body: newContact,
      response: contactShape,
    },
    (ctx, { body }) => createContact(ctx, body, defaults),
  );
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/contact/customer_id/{customer_id}',
      policy: view,
      tag,
      summary: 'List the contacts of a customer',
      params: z.object({ customer_id: id() }),
      response: z.array(contactShape),
    },
    (ctx, { params }) => listContacts(ctx, params.customer_id),
  );
  endpoint(api, { method: 'get', ...one, policy: view, summary: 'Read a contact' }, (ctx, { params }) => getContact(ctx, params.contact_id));
  endpoint(
    api,
    { method: 'patch', ...one, policy: { permission: 'update_customer_contact' }, summary: 'Change a contact', body: contactChange },
    (ctx, { params, body }) => updateContact(ctx, params.contact_id, body, defaults),
  );
  endpoint(api, { method: 'delete', ...one, policy: { permission: 'delete_customer_contact' }, summary: 'Remove a contact' }, (ctx, { params }) =>
    deleteContact(ctx, params.contact_id),
  );
}
