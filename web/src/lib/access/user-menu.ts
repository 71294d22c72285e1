import KeyRound from '@lucide/svelte/icons/key-round';
import ListRestart from '@lucide/svelte/icons/list-restart';
import LockOpen from '@lucide/svelte/icons/lock-open';
import LogIn from '@lucide/svelte/icons/log-in';
import Pencil from '@lucide/svelte/icons/pencil';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import Send from '@lucide/svelte/icons/send';
import ShieldOff from '@lucide/svelte/icons/shield-off';
import Trash2 from '@lucide/svelte/icons/trash-2';
import type { User } from '#lib/api/users-service.ts';
import type { MenuItem } from '#lib/design/menu.svelte';

/** What is asked once more before it is done. */
export type UserQuestion = 'remove' | 'password' | 'two-factor' | 'codes';

interface Choices {
  own: boolean;
  mayAct: boolean;
  edit: (() => void) | undefined;
  act: () => void;
  ask: (what: UserQuestion) => void;
  unlock: () => void;
  welcome: () => void;
  restore: () => void;
}

/** What can be done with a user, as a menu. */
export function userMenu(user: User, { own, mayAct, edit, act, ask, unlock, welcome, restore }: Choices): MenuItem[] {
  if (user.deleted) return [{ label: 'Restore', icon: RotateCcw, onselect: restore }];
  const when = (condition: boolean, item: MenuItem): MenuItem[] => (condition ? [item] : []);
  return [
    ...(edit ? [{ label: 'Edit', icon: Pencil, onselect: edit }] : []),
    ...when(mayAct && !own && !user.roles.includes('admin'), { label: 'Log in as user', icon: LogIn, onselect: act }),
    ...when(user.login_count === 0, { label: 'Send welcome mail', icon: Send, onselect: welcome }),
    ...when(user.locked, { label: 'Unlock', icon: LockOpen, onselect: unlock }),
    ...when(!own, { label: 'Reset password', icon: KeyRound, onselect: () => ask('password') }),
    ...when(user.is_2fa_enabled && !own, {
      label: 'New backup codes',
      icon: ListRestart,
      onselect: () => ask('codes'),
    }),
    ...when(user.is_2fa_enabled, { label: 'Turn two-factor off', icon: ShieldOff, onselect: () => ask('two-factor') }),
    ...when(!own, { label: 'Remove', icon: Trash2, danger: true, onselect: () => ask('remove') }),
  ];
}
