import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { instant } from '../columns.ts';

/** Name of a role that was made once; it is not made again when an operator renames or deletes the role. */
export const SeededRole = defineEntity({
  name: 'SeededRole',
  tableName: 'seeded_role',
  properties: {
    name: p.string().length(100).primary(),
    seeded_at: instant().defaultRaw('now()'),
  },
});
export type SeededRoleEntity = InferEntity<typeof SeededRole>;
