import { createUser } from '../../../domain/identity/create-user.ts';
import { generatePassword } from '../../../domain/identity/generate-password.ts';
import { getUser } from '../../../domain/identity/get-user.ts';
import { listUsers } from '../../../domain/identity/list-users.ts';
import { sendWelcome, startEmailChange } from '../../../domain/identity/own-email.ts';
import { deleteUser, updateUser } from '../../../domain/identity/update-user.ts';
import type { ApiDeps } from '../../deps.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { noCache } from '../../middleware/principal-cache.ts';
import { listQuery, pageOf } from '../../schemas/contract.ts';
import { accountDeps } from './account-deps.ts';
import { done } from './account-shapes.ts';
import { fullUserShape, newUser, userChange, userParams, userShape } from './user-schemas.ts';

const tag = 'users and roles';
const policy = { permission: 'admin' } as const;
const one = { path: '/crm/auth/users/{user_id}', aliases: ['/auth/users/{user_id}'], policy, tag, params: userParams, response: fullUserShape };

/** Users (AUTH-10, chapter 38): list, search, create, read, change, remove, restore; also without `/crm`. */
export function userRoutes(api: Api, deps: ApiDeps): void {
  const { principals = noCache } = deps;
  const accounts = accountDeps(deps);

  for (const place of ['/crm/auth/users', '/crm/auth/users/search']) {
    endpoint(
      api,
      {
        method: 'get',
        path: place,
        aliases: [place.slice('/crm'.length)],
        policy,
        tag,
        summary: 'List and search users; filter by role, email_domain, deleted, is_2fa_enabled and last_login',
        query: listQuery,
        response: pageOf(userShape),
      },
      (ctx, { query }) => listUsers(ctx, query),
    );
  }

  endpoint(
    api,
    {
      method: 'post',
      path: '/crm/auth/users',
      aliases: ['/auth/users'],
      policy,
      tag,
      summary: 'Create a user',
      body: newUser,
      response: fullUserShape,
      status: 201,
    },
    async (ctx, { body }) => {
      const { role, roles, password, send_welcome_email, username, force_password_change, ...fields } = body;
      const user = await createUser(ctx, {
        ...fields,
        username: username ?? fields.email,
        roles: roles ?? role ?? [],
        password: password ?? generatePassword(24),
        // A password that somebody else chose is a temporary one; one that nobody knows is replaced by the mailed link.
        force_password_change: force_password_change ?? password !== undefined,
      });
      if (send_welcome_email ?? password === undefined) await sendWelcome(ctx, accounts, user.id);
      return getUser(ctx, user.id);
    },
  );

  endpoint(api, { method: 'get', ...one, summary: 'Read a user with its effective permissions' }, (ctx, { params }) => getUser(ctx, params.user_id));

  endpoint(
    api,
    {
      method: 'put',
      ...one,
      summary: 'Change a user; "deleted": false restores one, "locked": false ends a lock-out. A new address counts once it is proven',
      body: userChange,
    },
    async (ctx, { params, body }) => {
      const { email, role, roles, ...fields } = body;
      await updateUser(ctx, params.user_id, { ...fields, roles: roles ?? role });
      principals.forget();
      if (email !== undefined) await startEmailChange(ctx, accounts, { userId: params.user_id, email });
      return getUser(ctx, params.user_id);
    },
  );

  endpoint(api, { method: 'delete', ...one, summary: 'Remove a user softly; all its sessions end at once', response: done }, async (ctx, { params }) => {
    await deleteUser(ctx, params.user_id);
    principals.forget();
    return { message: 'The user was removed.' };
  });
}
