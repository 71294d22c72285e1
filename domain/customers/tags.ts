import type { EntityManager } from '@mikro-orm/postgresql';
import { type Ctx, change } from '../context.ts';
import { notFound } from '../errors.ts';
import { given } from '../given.ts';
import type { Principal } from '../identity/principal.ts';
import { isTenant, ownScope } from '../identity/scope.ts';
import { type RecordJson, recordJson } from '../record.ts';
import { demandCustomer } from './demand-customer.ts';
import { demandTagDates } from './tag-rules.ts';
import { Tag, type TagEntity } from './tag.entity.ts';

/** What the contract shows of a tag (chapter 08). */
export const tagColumns = {
  tag_id: 'int',
  customer_id: 'int',
  tag_text: 'text',
  tag_hex_color: 'text',
  tag_link: 'text?',
  tag_active_date: 'instant',
  tag_deactivate_date: 'instant',
  created: 'instant',
  last_modified: 'instant',
} as const;
export type TagJson = RecordJson<typeof tagColumns>;

/** What may be set of a tag; the colour is six hex digits. */
export interface TagFields {
  tag_text: string;
  tag_hex_color: string;
  tag_link?: string | null | undefined;
  tag_active_date?: Date | undefined;
  tag_deactivate_date?: Date | undefined;
}

/** When a tag without an end is hidden. */
const farFuture = new Date('2099-01-01T00:00:00Z');

/** Puts a tag on a customer, from now and for ever unless dates are given. */
export async function createTag(ctx: Ctx, input: TagFields & { customer_id: number }): Promise<TagJson> {
  const { tag_active_date = new Date(), tag_deactivate_date = farFuture, tag_link = null, ...fields } = input;
  demandTagDates({ tag_active_date, tag_deactivate_date });
  return change(ctx, async (em) => {
    await demandCustomer(em, ctx.principal, input.customer_id);
    const tag = em.create(Tag, { ...fields, tag_link, tag_active_date, tag_deactivate_date });
    await em.flush();
    return recordJson(tagColumns, tag);
  });
}

/** Changes what is given of a tag. */
export async function updateTag(ctx: Ctx, tagId: number, input: Partial<TagFields>): Promise<TagJson> {
  return change(ctx, async (em) => {
    const tag = await findTag(em, ctx.principal, tagId);
    em.assign(tag, given(input));
    demandTagDates(tag);
    await em.flush();
    return recordJson(tagColumns, tag);
  });
}

/** One tag; throws `not_found` also for another tenant's. */
export async function getTag({ em, principal }: Ctx, tagId: number): Promise<TagJson> {
  return recordJson(tagColumns, await findTag(em, principal, tagId));
}

/** The tags of a customer that are to be seen now, or for staff also the others, oldest first. */
export async function listTags({ em, principal }: Ctx, customerId: number, options: { includeHidden: boolean }): Promise<TagJson[]> {
  await demandCustomer(em, principal, customerId);
  const now = new Date();
  const shown = options.includeHidden && !isTenant(principal) ? {} : { tag_active_date: { $lte: now }, tag_deactivate_date: { $gt: now } };
  const rows = await em.find(Tag, { customer_id: customerId, ...shown }, { orderBy: { tag_id: 'asc' } });
  return rows.map((row) => recordJson(tagColumns, row));
}

/** Takes a tag off its customer. */
export async function deleteTag(ctx: Ctx, tagId: number): Promise<{ result: 'success' }> {
  return change(ctx, async (em) => {
    await em.remove(await findTag(em, ctx.principal, tagId)).flush();
    return { result: 'success' };
  });
}

async function findTag(em: EntityManager, principal: Principal, tagId: number): Promise<TagEntity> {
  const tag = await em.findOne(Tag, { tag_id: tagId, ...ownScope(principal) });
  if (tag === null) throw notFound('Tag', tagId);
  return tag;
}
