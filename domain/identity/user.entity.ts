import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { instant, timestamps } from '../columns.ts';
import { Contact } from '../customers/contact.entity.ts';
import { Role } from './role.entity.ts';

/** Somebody who signs in (chapters 09, 10, 38); one linked to a contact acts for that contact's customer only. */
export const User = defineEntity({
  name: 'User',
  tableName: 'app_user',
  properties: {
    id: p.integer().primary(),
    username: p.string().length(150).unique(),
    email: p.string().columnType('citext').unique(),
    email_verified: p.boolean().default(false),
    pending_email: p.string().columnType('citext').nullable(),
    password_hash: p.string().length(255).hidden().lazy(),
    first_name: p.string().length(150),
    middle_name: p.string().length(150).nullable(),
    last_name: p.string().length(150),
    phone_number: p.string().length(40).nullable(),
    contact_id: () => p.manyToOne(Contact).mapToPk().joinColumn('contact_id').nullable().deleteRule('set null'),
    roles: () => p.manyToMany(Role).pivotTable('user_role').joinColumn('user_id').inverseJoinColumn('role_id'),
    is_2fa_enabled: p.boolean().default(false),
    totp_secret: p.text().nullable().hidden().lazy(),
    totp_pending: p.text().nullable().hidden().lazy(),
    totp_last_step: p.bigint('number').nullable().hidden(),
    force_password_change: p.boolean().default(false),
    password_changed_at: instant().nullable(),
    last_login: instant().nullable(),
    login_count: p.integer().default(0),
    deleted: p.boolean().default(false),
    deleted_at: instant().nullable(),
    ...timestamps(),
  },
});
export type UserEntity = InferEntity<typeof User>;
