import { userIdParams } from './account-shapes.ts';

/** What all requests about somebody's second factor have in common (chapter 02): the address with and without `/crm`, and whose it is. */
export const ofUser = <What extends string>(what: What) =>
  ({
    method: 'post',
    path: `/2fa/${what}/user/{user_id}`,
    aliases: [`/crm/2fa/${what}/user/{user_id}`],
    tag: 'two-factor authentication',
    params: userIdParams,
  }) as const;
