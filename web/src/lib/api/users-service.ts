import { listParameters, type ListQuery, type Page } from './list.ts';
import { proofOf } from './proof.ts';
import { request, type RequestContext } from './request.ts';

/** A user as administrators see it. */
export interface User {
  id: number;
  username: string;
  email: string;
  email_verified: boolean;
  pending_email: string | null;
  first_name: string;
  middle_name: string | null;
  last_name: string;
  phone_number: string | null;
  contact_id: number | null;
  customer_id: number | null;
  customer_name: string | null;
  is_2fa_enabled: boolean;
  force_password_change: boolean;
  locked: boolean;
  /** Until when nobody can sign in from where the failed attempts came. */
  locked_until: string | null;
  last_login: string | null;
  login_count: number;
  deleted: boolean;
  deleted_at: string | null;
  created: string;
  roles: string[];
}

export interface FullUser extends User {
  permissions: string[];
  open_sessions: number;
  contact: {
    contact_id: number;
    contact_firstname: string;
    contact_lastname: string;
    customer_id: number;
    customer_name: string;
  } | null;
}

/** What a user is made or changed with. */
export interface UserInput {
  username?: string;
  email?: string;
  password?: string;
  first_name?: string;
  middle_name?: string | null;
  last_name?: string;
  phone_number?: string | null;
  contact_id?: number | null;
  roles?: string[];
  deleted?: boolean;
  /** false lifts a pause after failed attempts. */
  locked?: false;
  send_welcome_email?: boolean;
}

export function listUsers(query: ListQuery, context: RequestContext = {}): Promise<Page<User>> {
  return request<Page<User>>('GET', '/crm/auth/users', { ...context, query: listParameters(query) });
}

export function getUser(id: number, context: RequestContext = {}): Promise<FullUser> {
  return request<FullUser>('GET', `/crm/auth/users/${id}`, context);
}

export function createUser(input: UserInput): Promise<FullUser> {
  return request<FullUser>('POST', '/crm/auth/users', { body: input });
}

/** Changes a user; a new address waits for its proof. */
export function updateUser(id: number, input: UserInput): Promise<FullUser> {
  return request<FullUser>('PUT', `/crm/auth/users/${id}`, { body: input });
}

/** Removes a user softly; its sessions end at once. */
export async function deleteUser(id: number): Promise<void> {
  await request('DELETE', `/crm/auth/users/${id}`);
}

/** Gives a user a temporary password, answered this once, after the administrator's own password or code. */
export function resetPassword(id: number, proof: string): Promise<{ temporary_password: string }> {
  return request('POST', `/crm/auth/users/${id}/admin_reset_password`, { body: proofOf(proof) });
}

/** Turns a user's second factor off, after the administrator's own password or code. */
export async function disableTwoFactor(id: number, proof: string): Promise<void> {
  await request('POST', `/2fa/admin/disable/user/${id}`, { body: proofOf(proof) });
}

/** Mails an invitation to somebody who never signed in. */
export async function sendWelcome(id: number): Promise<void> {
  await request('POST', `/crm/auth/users/${id}/send_welcome_email`, { body: {} });
}

/** The name of a user for people. */
export const userName = (user: Pick<User, 'first_name' | 'last_name' | 'email'>): string =>
  [user.first_name, user.last_name].filter(Boolean).join(' ') || user.email;
