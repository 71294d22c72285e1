import { z } from '@hono/zod-openapi';
import { createTemplate } from '../../../domain/inventory/create-template.ts';
import { deleteTemplate } from '../../../domain/inventory/delete-template.ts';
import { getTemplate, listTemplates } from '../../../domain/inventory/templates.ts';
import { updateTemplate } from '../../../domain/inventory/update-template.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { newTemplate, templateChange, templateParams as params, templateShape } from './inventory-schemas.ts';

const tag = 'inventory';
const view = { permission: 'view_inventory_template', own: 'view_own_inventory_template' } as const;
const path = '/crm/inventory_template/inventory_template_id/{inventory_template_id}';

/** Kinds of stock (chapter 07). */
export function templateRoutes(api: Api): void {
  endpoint(
    api,
    { method: 'get', path: '/crm/inventory_template', policy: view, tag, summary: 'List the inventory templates', response: z.array(templateShape) },
    (ctx) => listTemplates(ctx),
  );
  endpoint(
    api,
    {
      method: 'put',
      path: '/crm/inventory_template',
      policy: { permission: 'create_inventory_template' },
      tag,
      summary: 'Create an inventory template',
      body: newTemplate,
      response: templateShape,
    },
    (ctx, { body }) => createTemplate(ctx, body),
  );
  endpoint(api, { method: 'get', path, policy: view, tag, summary: 'Read an inventory template', params, response: templateShape }, (ctx, input) =>
    getTemplate(ctx, input.params.inventory_template_id),
  );
  endpoint(
    api,
    {
      method: 'patch',
      path,
      policy: { permission: 'update_inventory_template' },
      tag,
      summary: 'Change an inventory template',
      params,
      body: templateChange,
      response: templateShape,
    },
    (ctx, input) => updateTemplate(ctx, input.params.inventory_template_id, input.body),
  );
  endpoint(
    api,
    {
      method: 'delete',
      path,
      policy: { permission: 'delete_inventory_template' },
      tag,
      summary: 'Remove an inventory template without items',
      params,
      response: templateShape,
    },
    (ctx, input) => deleteTemplate(ctx, input.params.inventory_template_id),
  );
}
