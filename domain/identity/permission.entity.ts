import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';

/** Smallest unit of access, e.g. `view_customer` (chapter 38). */
export const Permission = defineEntity({
  name: 'Permission',
  tableName: 'permission',
  properties: {
    id: p.integer().primary(),
    name: p.string().length(100).unique(),
    description: p.text().nullable(),
  },
});
export type PermissionEntity = InferEntity<typeof Permission>;
