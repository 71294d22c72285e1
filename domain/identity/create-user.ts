import type { EntityManager } from '@mikro-orm/postgresql';
import { type Ctx, change } from '../context.ts';
import { Contact } from '../customers/contact.entity.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import { hashPassword } from './hash-password.ts';
import { demandGoodPassword } from './password-rules.ts';
import { demand } from './principal.ts';
import { Role } from './role.entity.ts';
import { User, type UserEntity } from './user.entity.ts';

/** A new login; `roles` are names, `contact_id` makes it a customer's own user. */
export interface CreateUserInput {
  username: string;
  email: string;
  password: string;
  first_name: string;
  middle_name?: string | null;
  last_name: string;
  phone_number?: string | null;
  contact_id?: number | null;
  roles: readonly string[];
  force_password_change?: boolean;
}

/** Creates a user (chapter 38); throws `forbidden` without admin, `validation` on a weak password or unknown role, `conflict` when the name or address is taken. */
export async function createUser(ctx: Ctx, input: CreateUserInput): Promise<UserEntity> {
  demand(ctx.principal, { permission: 'admin' });
  demandGoodPassword(input.password);
  const { password, roles: roleNames, ...fields } = input;
  const password_hash = await hashPassword(password);
  return change(ctx, async (em) => {
    await demandUntaken(em, input);
    if (input.contact_id && (await em.count(Contact, { contact_id: input.contact_id })) === 0) throw notFound('Contact', input.contact_id);
    const roles = await em.find(Role, { name: { $in: [...roleNames] } });
    const unknown = roleNames.filter((name) => !roles.some((role) => role.name === name));
    if (roleNames.length === 0 || unknown.length > 0)
      throw invalid('role', unknown.length > 0 ? `There is no role ${unknown.join(', ')}.` : 'Give at least one role.');
    const user = em.create(User, { ...fields, password_hash, roles });
    await em.flush();
    return user;
  });
}

async function demandUntaken(em: EntityManager, { email, username }: CreateUserInput): Promise<void> {
  const [taken] = await em.execute<{ same_email: boolean }[]>(
    'select email = ?::citext as same_email from app_user where email = ?::citext or username = ? limit 1',
    [email, email, username],
  );
  if (taken === undefined) return;
  throw taken.same_email ? conflict('This e-mail address belongs to another user.', 'email') : conflict('This user name belongs to another user.', 'username');
}
