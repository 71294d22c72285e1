import { z } from '@hono/zod-openapi';
import { attributeColumns, deleteAttribute, getAttribute, listAttributes, putAttribute, updateAttribute } from '../../../domain/customers/attributes.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { id, text } from '../../schemas/contract.ts';
import { recordShape } from '../../schemas/record.ts';

const tag = 'customers';
const view = { permission: 'view_customer_attribute', own: 'view_own_customer_attribute' } as const;
const response = recordShape(attributeColumns, 'Attribute');
const one = { path: '/crm/attribute/attribute_id/{attribute_id}', tag, params: z.object({ attribute_id: id() }), response };
const success = z.object({ result: z.literal('success') });
const newAttribute = z.object({ customer_id: id(), attribute_name: text(150, 1), attribute_value: text(150) }).openapi('NewAttribute');
const attributeChange = z.object({ attribute_name: text(150, 1).optional(), attribute_value: text(150).optional() }).openapi('AttributeChange');

/** Names and values kept with customers (chapter 04). */
export function attributeRoutes(api: Api): void {
  endpoint(
    api,
    {
      method: 'put',
      path: '/crm/attribute',
      policy: { permission: 'create_customer_attribute' },
      tag,
      summary: 'Create an attribute of a customer, or change the one of that name',
      body: newAttribute,
      response,
    },
    (ctx, { body }) => putAttribute(ctx, body),
  );
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/attribute/customer_id/{customer_id}',
      policy: view,
      tag,
      summary: 'List the attributes of a customer',
      params: z.object({ customer_id: id() }),
      response: z.array(response),
    },
    (ctx, { params }) => listAttributes(ctx, params.customer_id),
  );
  endpoint(api, { method: 'get', ...one, policy: view, summary: 'Read an attribute' }, (ctx, { params }) => getAttribute(ctx, params.attribute_id));
  endpoint(
    api,
    { method: 'patch', ...one, policy: { permission: 'update_customer_attribute' }, summary: 'Change an attribute', body: attributeChange },
    (ctx, { params, body }) => updateAttribute(ctx, params.attribute_id, body),
  );
  endpoint(
    api,
    { method: 'delete', ...one, policy: { permission: 'delete_customer_attribute' }, summary: 'Remove an attribute', response: success },
    (ctx, { params }) => deleteAttribute(ctx, params.attribute_id),
  );
}
