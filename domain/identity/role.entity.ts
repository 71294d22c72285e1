import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { Permission } from './permission.entity.ts';

/** Named set of permissions (chapter 38). */
export const Role = defineEntity({
  name: 'Role',
  tableName: 'role',
  properties: {
    id: p.integer().primary(),
    name: p.string().length(100).unique(),
    description: p.text().nullable(),
    permissions: () => p.manyToMany(Permission).pivotTable('role_permission').joinColumn('role_id').inverseJoinColumn('permission_id'),
  },
});
export type RoleEntity = InferEntity<typeof Role>;
