import type { EntityManager } from '@mikro-orm/postgresql';
import { type Ctx, change } from '../context.ts';
import { conflict, notFound } from '../errors.ts';
import { given } from '../given.ts';
import type { Principal } from '../identity/principal.ts';
import { ownScope } from '../identity/scope.ts';
import { type RecordJson, recordJson } from '../record.ts';
import { Attribute, type AttributeEntity } from './attribute.entity.ts';
import { demandCustomer } from './demand-customer.ts';

/** What the contract shows of an attribute (chapter 04). */
export const attributeColumns = {
  attribute_id: 'int',
  customer_id: 'int',
  attribute_name: 'text',
  attribute_value: 'text',
  created: 'instant',
  last_modified: 'instant',
} as const;
export type AttributeJson = RecordJson<typeof attributeColumns>;

export interface AttributeFields {
  attribute_name: string;
  attribute_value: string;
}

/** Creates a customer's attribute, or gives the one of that name its new value; two such requests at once leave one attribute. */
export async function putAttribute(ctx: Ctx, input: AttributeFields & { customer_id: number }): Promise<AttributeJson> {
  return change(ctx, async (em) => {
    await demandCustomer(em, ctx.principal, input.customer_id);
    const [row] = await em.execute<object[]>(
      `insert into customer_attribute (customer_id, attribute_name, attribute_value) values (?, ?, ?)
       on conflict (customer_id, attribute_name) do update set attribute_value = excluded.attribute_value, last_modified = now()
       returning *`,
      [input.customer_id, input.attribute_name, input.attribute_value],
    );
    return recordJson(attributeColumns, row ?? {});
  });
}

/** Changes what is given of an attribute; throws `conflict` when the customer has another of the new name. */
export async function updateAttribute(ctx: Ctx, attributeId: number, input: Partial<AttributeFields>): Promise<AttributeJson> {
  return change(ctx, async (em) => {
    const attribute = await findAttribute(em, ctx.principal, attributeId);
    const { attribute_name: name } = input;
    // Holds off others who would take the same name meanwhile.
    await em.execute('select 1 from customer where customer_id = ? for update', [attribute.customer_id]);
    if (name !== undefined && name !== attribute.attribute_name) {
      const taken = await em.count(Attribute, { customer_id: attribute.customer_id, attribute_name: name });
      if (taken > 0) throw conflict(`This customer already has an attribute called “${name}”.`, 'attribute_name');
    }
    em.assign(attribute, given(input));
    await em.flush();
    return recordJson(attributeColumns, attribute);
  });
}

/** One attribute; throws `not_found` also for another tenant's. */
export async function getAttribute({ em, principal }: Ctx, attributeId: number): Promise<AttributeJson> {
  return recordJson(attributeColumns, await findAttribute(em, principal, attributeId));
}

/** All attributes of a customer by name. */
export async function listAttributes({ em, principal }: Ctx, customerId: number): Promise<AttributeJson[]> {
  await demandCustomer(em, principal, customerId);
  const rows = await em.find(Attribute, { customer_id: customerId }, { orderBy: { attribute_name: 'asc' } });
  return rows.map((row) => recordJson(attributeColumns, row));
}

/** Removes an attribute. */
export async function deleteAttribute(ctx: Ctx, attributeId: number): Promise<{ result: 'success' }> {
  return change(ctx, async (em) => {
    await em.remove(await findAttribute(em, ctx.principal, attributeId)).flush();
    return { result: 'success' };
  });
}

async function findAttribute(em: EntityManager, principal: Principal, attributeId: number): Promise<AttributeEntity> {
  const attribute = await em.findOne(Attribute, { attribute_id: attributeId, ...ownScope(principal) });
  if (attribute === null) throw notFound('Attribute', attributeId);
  return attribute;
}
