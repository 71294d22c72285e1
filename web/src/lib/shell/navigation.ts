import type { IconComponent } from '#lib/design/icon-type.ts';
import Activity from '@lucide/svelte/icons/activity';
import Boxes from '@lucide/svelte/icons/boxes';
import ChartNoAxesColumn from '@lucide/svelte/icons/chart-no-axes-column';
import FileUp from '@lucide/svelte/icons/file-up';
import Gauge from '@lucide/svelte/icons/gauge';
import LayoutTemplate from '@lucide/svelte/icons/layout-template';
import MapIcon from '@lucide/svelte/icons/map';
import Mail from '@lucide/svelte/icons/mail';
import Package from '@lucide/svelte/icons/package';
import RadioTower from '@lucide/svelte/icons/radio-tower';
import History from '@lucide/svelte/icons/history';
import KeyRound from '@lucide/svelte/icons/key-round';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import TicketPercent from '@lucide/svelte/icons/ticket-percent';
import UserCog from '@lucide/svelte/icons/user-cog';
import Users from '@lucide/svelte/icons/users';
import VenetianMask from '@lucide/svelte/icons/venetian-mask';
import Wifi from '@lucide/svelte/icons/wifi';

/** A page of the left navigation. */
export interface NavigationItem {
  label: string;
  href: string;
  icon: IconComponent;
  /** What a person needs to see the page. */
  permission: string;
}

/** Pages that belong together; a group without a label stands on its own. */
export interface NavigationGroup {
  label?: string;
  items: readonly NavigationItem[];
}

/** Where Grafana's panels are; loaded anew each time, because the page's own policy lets them be framed. */
export const dashboardsPath = '/dashboards';

/** The staff navigation, in the order it is shown. */
export const navigation: readonly NavigationGroup[] = [
  {
    items: [
      { label: 'Customers', href: '/customers', icon: Users, permission: 'view_customer' },
      { label: 'Services', href: '/services', icon: Wifi, permission: 'view_customer_service' },
      { label: 'Products', href: '/products', icon: Package, permission: 'view_product' },
      { label: 'Promo codes', href: '/promo-codes', icon: TicketPercent, permission: 'view_product' },
    ],
  },
  {
    label: 'Inventory',
    items: [
      { label: 'Items', href: '/inventory', icon: Boxes, permission: 'view_inventory' },
      { label: 'Stock levels', href: '/inventory/stock', icon: ChartNoAxesColumn, permission: 'view_inventory' },
      { label: 'Map', href: '/inventory/map', icon: MapIcon, permission: 'view_inventory' },
      { label: 'Coverage check', href: '/inventory/coverage', icon: RadioTower, permission: 'view_inventory' },
      { label: 'Imports', href: '/inventory/imports', icon: FileUp, permission: 'create_inventory' },
      { label: 'Templates', href: '/inventory/templates', icon: LayoutTemplate, permission: 'view_inventory_template' },
    ],
  },
  {
    label: 'Operations',
    items: [
      { label: 'Provisioning jobs', href: '/jobs', icon: Activity, permission: 'view_provision' },
      { label: 'Messages', href: '/messages', icon: Mail, permission: 'view_communication' },
      { label: 'Dashboards', href: dashboardsPath, icon: Gauge, permission: 'view_customer' },
    ],
  },
  {
    label: 'Administration',
    items: [
      { label: 'Users', href: '/users', icon: UserCog, permission: 'admin' },
      { label: 'Roles', href: '/roles', icon: ShieldCheck, permission: 'admin' },
      { label: 'API keys', href: '/api-keys', icon: KeyRound, permission: 'manage_api_keys' },
      { label: 'Activity', href: '/activity', icon: History, permission: 'view_customer_activity' },
      { label: 'Impersonation log', href: '/impersonations', icon: VenetianMask, permission: 'admin' },
    ],
  },
];

/** The item whose pages contain `path`: the one with the longest address that begins it. */
export function activeItem(path: string): NavigationItem | undefined {
  return navigation
    .flatMap((group) => group.items)
    .filter((item) => path === item.href || path.startsWith(`${item.href}/`))
    .sort((a, b) => b.href.length - a.href.length)[0];
}
