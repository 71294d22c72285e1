import { z } from '@hono/zod-openapi';
import { userColumns } from '../../../domain/identity/user-json.ts';
import { flag, id, optionalId, optionalText, text } from '../../schemas/contract.ts';
import { recordShape } from '../../schemas/record.ts';

/** Names of roles: a list, or one text with commas between them (chapter 38). */
const roleNames = z
  .union([z.string(), z.array(z.string())], 'must be the names of roles')
  .transform((value) => [...new Set((Array.isArray(value) ? value : value.split(',')).map((name) => name.trim()).filter((name) => name !== ''))])
  .openapi({ type: 'string', example: 'Support,Finance' });

const email = z.email('must be an e-mail address').max(254);
const username = text(150, 1);
const names = { middle_name: optionalText(150).optional(), phone_number: optionalText(40).optional(), contact_id: optionalId().optional() };

export const userParams = z.object({ user_id: id() });

/** User to be created (chapter 38). */
export const newUser = z
  .object({
    username: username.optional(),
    email,
    /** Left out, one is made up that nobody knows, and the user is invited by mail. */
    password: z.string('must be text').max(1000).optional(),
    first_name: text(150, 1),
    last_name: text(150, 1),
    ...names,
    role: roleNames.optional(),
    roles: roleNames.optional(),
    force_password_change: flag().optional(),
    send_welcome_email: flag().optional(),
  })
  .openapi('NewUser');

/** Keys of a user that are to change; what is left out stays. */
export const userChange = z
  .object({
    username: username.optional(),
    email: email.optional(),
    first_name: text(150, 1).optional(),
    last_name: text(150, 1).optional(),
    ...names,
    role: roleNames.optional(),
    roles: roleNames.optional(),
    force_password_change: flag().optional(),
    deleted: flag().optional(),
    /** false lets somebody in again whom failed attempts have locked out. */
    locked: flag().pipe(z.literal(false, 'can only be lifted, with false')).optional(),
  })
  .openapi('UserChange');

/** User as it is answered, never with a password or a secret. */
export const userShape = recordShape(userColumns, 'UserRecord')
  .extend({ roles: z.array(z.string()) })
  .openapi('User');

const contact = z.object({
  contact_id: z.int(),
  contact_firstname: z.string(),
  contact_lastname: z.string(),
  customer_id: z.int(),
  customer_name: z.string(),
});

/** User with the permissions of all roles together and the number of sessions that are open. */
export const fullUserShape = userShape.extend({ permissions: z.array(z.string()), open_sessions: z.int(), contact: contact.nullable() }).openapi('FullUser');
