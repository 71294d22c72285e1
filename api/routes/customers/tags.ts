import { z } from '@hono/zod-openapi';
import { hexColour, isWebAddress } from '../../../domain/customers/tag-rules.ts';
import { createTag, deleteTag, getTag, listTags, tagColumns, updateTag } from '../../../domain/customers/tags.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { flag, id, instant, text } from '../../schemas/contract.ts';
import { recordShape } from '../../schemas/record.ts';

const tag = 'customers';
const view = { permission: 'view_customer_tag', own: 'view_own_customer_tag' } as const;
const response = recordShape(tagColumns, 'Tag');
const one = { path: '/crm/tag/tag_id/{tag_id}', tag, params: z.object({ tag_id: id() }), response };
const success = z.object({ result: z.literal('success') });

const colour = text(7, 1)
  .transform((value, check) => {
    const found = hexColour(value);
    if (found !== undefined) return found;
    check.addIssue({ code: 'custom', message: 'must be a hex colour such as FFD700' });
    return z.NEVER;
  })
  .openapi({ type: 'string', example: 'FFD700' });
const link = z
  .preprocess(
    (value) => (typeof value === 'string' && value.trim() === '' ? null : value),
    text(1000).refine(isWebAddress, 'must be an address that begins with http:// or https://').nullable(),
  )
  .openapi({ type: ['string', 'null'], example: 'https://example.com/vip' });

const optionalFields = { tag_link: link.optional(), tag_active_date: instant().optional(), tag_deactivate_date: instant().optional() };
const newTag = z.object({ customer_id: id(), tag_text: text(150, 1), tag_hex_color: colour, ...optionalFields }).openapi('NewTag');
const tagChange = z.object({ tag_text: text(150, 1).optional(), tag_hex_color: colour.optional(), ...optionalFields }).openapi('TagChange');

/** Coloured labels of customers (chapter 08). */
export function tagRoutes(api: Api): void {
  endpoint(
    api,
    { method: 'put', path: '/crm/tag', policy: { permission: 'create_customer_tag' }, tag, summary: 'Put a tag on a customer', body: newTag, response },
    (ctx, { body }) => createTag(ctx, body),
  );
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/tag/customer_id/{customer_id}',
      policy: view,
      tag,
      summary: 'List the tags of a customer that are shown now, or all',
      params: z.object({ customer_id: id() }),
      query: z.object({ include_hidden: flag().optional() }),
      response: z.array(response),
    },
    (ctx, { params, query }) => listTags(ctx, params.customer_id, { includeHidden: query.include_hidden ?? false }),
  );
  endpoint(api, { method: 'get', ...one, policy: view, summary: 'Read a tag' }, (ctx, { params }) => getTag(ctx, params.tag_id));
  endpoint(api, { method: 'patch', ...one, policy: { permission: 'update_customer_tag' }, summary: 'Change a tag', body: tagChange }, (ctx, { params, body }) =>
    updateTag(ctx, params.tag_id, body),
  );
  endpoint(
    api,
    { method: 'delete', ...one, policy: { permission: 'delete_customer_tag' }, summary: 'Take a tag off its customer', response: success },
    (ctx, { params }) => deleteTag(ctx, params.tag_id),
  );
}
