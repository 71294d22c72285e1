import { z } from '@hono/zod-openapi';
import { attributeColumns, deleteAttribute, getAttribute, listAttributes, putAttribute, updateAttribute } from '../../../domain/customers/attributes.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { id, text } from '../../schemas/contract.ts';
import { recordShape } from '../../schemas/record.ts';

const tag = 'customers';
const view = { permission: 'view_customer_attribute', own: 'view_own_customer_attribute' } as const;
const path = '/crm/attribute/attribute_id/{attribute_id}';
const params = z.object({ attribute_id: id() });
const shape = recordShape(attributeColumns, 'Attribute');
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
      response: shape,
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
      response: z.array(shape),
    },
    (ctx, input) => listAttributes(ctx, input.params.customer_id),
  );
  endpoint(api, { method: 'get', path, policy: view, tag, summary: 'Read an attribute', params, response: shape }, (ctx, input) =>
    getAttribute(ctx, input.params.attribute_id),
  );
  endpoint(
    api,
    {
      method: 'patch',
      path,
      policy: { permission: 'update_customer_attribute' },
      tag,
      summary: 'Change an attribute',
      params,
      body: attributeChange,
      response: shape,
    },
    (ctx, input) => updateAttribute(ctx, input.params.attribute_id, input.body),
  );
  endpoint(
    api,
    { method: 'delete', path, policy: { permission: 'delete_customer_attribute' }, tag, summary: 'Remove an attribute', params, response: success },
    (ctx, input) => deleteAttribute(ctx, input.params.attribute_id),
  );
}
