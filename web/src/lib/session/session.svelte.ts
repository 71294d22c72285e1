import type { SessionUser } from '#lib/api/auth-service.ts';

let user = $state.raw<SessionUser | null>(null);

/** Who is signed in on this page, and what they may do. The API decides again on every call. */
export const session = {
  get user(): SessionUser | null {
    return user;
  },
  set(next: SessionUser | null): void {
    user = next;
  },
  /** True when the person may do what the permission names; used to leave out what would be refused. */
  can(permission: string): boolean {
    return user?.permissions.includes(permission) ?? false;
  },
  /** The person's name, else their address. */
  get name(): string {
    if (!user) return '';
    return [user.first_name, user.last_name].filter(Boolean).join(' ') || user.email;
  },
};
