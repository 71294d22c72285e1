import PackagePlus from '@lucide/svelte/icons/package-plus';
import Rocket from '@lucide/svelte/icons/rocket';
import UserPlus from '@lucide/svelte/icons/user-plus';
import type { IconComponent } from '#lib/design/icon-type.ts';
import { navigation } from '#lib/shell/navigation.ts';

/** Something the palette can do, or a page it can go to. */
export interface PaletteAction {
  label: string;
  href: string;
  icon: IconComponent;
  permission: string;
  /** Other words it is found by. */
  keywords: string;
}

const actions: readonly PaletteAction[] = [
  {
    label: 'New customer',
    href: '/customers/new',
    icon: UserPlus,
    permission: 'create_customer',
    keywords: 'add create account',
  },
  {
    label: 'Assign a plan',
    href: '/assign',
    icon: Rocket,
    permission: 'create_provision',
    keywords: 'order sell provision service sim new',
  },
  {
    label: 'New product',
    href: '/products/new',
    icon: PackagePlus,
    permission: 'create_product',
    keywords: 'add create plan',
  },
];

const pages: readonly PaletteAction[] = navigation.flatMap((group) =>
  group.items.map((item) => ({ ...item, keywords: `go to page ${group.label ?? ''}` })),
);

/** Actions and pages that have every word of `query` and are open to the person; all of them when nothing is typed. */
export function matchingActions(
  query: string,
  can: (permission: string) => boolean,
): { actions: PaletteAction[]; pages: PaletteAction[] } {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ label, keywords, permission }: PaletteAction): boolean => {
    const text = `${label} ${keywords}`.toLowerCase();
    return can(permission) && words.every((word) => text.split(' ').some((part) => part.startsWith(word)));
  };
  return { actions: actions.filter(fits), pages: pages.filter(fits) };
}
