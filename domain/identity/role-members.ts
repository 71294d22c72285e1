import { change, type Ctx } from '../context.ts';
import { notFound } from '../errors.ts';
import { demandAdminLeft, demandGrantable, holdAdmins } from './grantable.ts';
import { demand } from './principal.ts';
import { getRole, type RoleJson } from './roles.ts';

/** Gives a user one more role; a role they have already is no fault. Throws `forbidden` when it grants what the giver does not hold. */
export async function addMember(ctx: Ctx, roleId: number, userId: number): Promise<void> {
  demand(ctx.principal, { permission: 'admin' });
  await change(ctx, async (em) => {
    const role = await getRole({ ...ctx, em }, roleId);
    const user = await em.execute<object[]>('select 1 from app_user where id = ? and not deleted', [userId]);
    if (user.length === 0) throw notFound('User', userId);
    demandGrantable(
      ctx.principal,
      role.permissions.map(({ name }) => name),
      'role_id',
    );
    await em.execute('insert into user_role (user_id, role_id) select ?, ? where not exists (select from user_role where user_id = ? and role_id = ?)', [
      userId,
      roleId,
      userId,
      roleId,
    ]);
  });
}

/** Takes a role from a user; throws `not_found` when they do not have it, `conflict` when they are the last administrator. */
export async function removeMember(ctx: Ctx, roleId: number, userId: number): Promise<void> {
  demand(ctx.principal, { permission: 'admin' });
  await change(ctx, async (em) => {
    await holdAdmins(em);
    await getRole({ ...ctx, em }, roleId);
    const removed = await em.execute<object[]>('delete from user_role where user_id = ? and role_id = ? returning user_id', [userId, roleId]);
    if (removed.length === 0) throw notFound('User', userId);
    await demandAdminLeft(em);
  });
}

/** Members of a role that are not removed. */
export const membersOf = async (ctx: Ctx, roleId: number): Promise<RoleJson['users']> => (await getRole(ctx, roleId)).users;
