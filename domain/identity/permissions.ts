/** Records that have view/create/update/delete permissions (chapter 38). */
const records = [
  'customer',
  'customer_site',
  'customer_contact',
  'customer_attribute',
  'customer_tag',
  'customer_service',
  'customer_activity',
  'customer_stripe_card',
  'customer_transaction',
  'customer_invoice',
  'communication',
  'inventory',
  'inventory_template',
  'product',
  'cbc_message',
  'provision',
  'provision_event',
] as const;

/** Records a customer's own user may be given the view of. */
const ownRecords = records.filter((record) => !['product', 'cbc_message', 'provision_event'].includes(record)) as readonly OwnRecord[];
type Record_ = (typeof records)[number];
type OwnRecord = Exclude<Record_, 'product' | 'cbc_message' | 'provision_event'>;

const verbs = ['view', 'create', 'update', 'delete'] as const;
const globals = ['admin', 'can_impersonate', 'cgrates_api_access', 'manage_api_keys'] as const;

export type PermissionName = (typeof globals)[number] | `${(typeof verbs)[number]}_${Record_}` | `view_own_${OwnRecord}`;

/** The whole permission catalogue of chapter 38; `admin` implies every other. */
export const permissionCatalogue: readonly PermissionName[] = [
  ...globals,
  ...records.flatMap((record) => verbs.map((verb) => `${verb}_${record}` as const)),
  ...ownRecords.map((record) => `view_own_${record}` as const),
];

const viewAll = permissionCatalogue.filter((name) => name.startsWith('view_') && !name.startsWith('view_own_'));
const ownAll = permissionCatalogue.filter((name) => name.startsWith('view_own_'));

/** Roles every installation starts with; operators may change them afterwards. */
export const seededRoles: Record<string, { description: string; permissions: readonly PermissionName[] }> = {
  admin: { description: 'Full access to everything', permissions: ['admin', 'can_impersonate', 'cgrates_api_access', 'manage_api_keys'] },
  Support: {
    description: 'Looks after customers, their services and stock',
    permissions: [
      ...viewAll.filter((name) => name !== 'view_cbc_message'),
      'create_customer',
      'update_customer',
      'create_customer_contact',
      'update_customer_contact',
      'delete_customer_contact',
      'create_customer_site',
      'update_customer_site',
      'delete_customer_site',
      'create_customer_service',
      'update_customer_service',
      'create_customer_attribute',
      'update_customer_attribute',
      'delete_customer_attribute',
      'create_customer_tag',
      'update_customer_tag',
      'delete_customer_tag',
      'update_inventory',
      'create_provision',
      'update_provision',
      'create_communication',
    ],
  },
  customer_service_agent_1: {
    description: 'First-line agent: customers and new services',
    permissions: [
      'view_customer',
      'create_customer',
      'update_customer',
      'view_customer_contact',
      'create_customer_contact',
      'update_customer_contact',
      'view_customer_site',
      'create_customer_site',
      'update_customer_site',
      'view_customer_service',
      'view_customer_transaction',
      'view_inventory',
      'view_inventory_template',
      'view_product',
      'view_provision',
      'view_provision_event',
      'create_provision',
    ],
  },
  Finance: {
    description: 'Invoices, transactions and cards',
    permissions: [
      'view_customer',
      'view_customer_contact',
      'view_customer_service',
      'view_product',
      'view_customer_invoice',
      'create_customer_invoice',
      'update_customer_invoice',
      'view_customer_transaction',
      'create_customer_transaction',
      'update_customer_transaction',
      'view_customer_stripe_card',
      'view_communication',
      'create_communication',
    ],
  },
  Auditor: { description: 'Reads everything, changes nothing', permissions: viewAll },
  provisioning: {
    description: 'Network systems that start jobs and read what they need',
    permissions: ['view_customer', 'view_customer_service', 'view_product', 'view_inventory', 'view_provision', 'view_provision_event', 'create_provision'],
  },
  cbc: {
    description: 'Emergency broadcast desk',
    permissions: ['view_cbc_message', 'create_cbc_message', 'update_cbc_message', 'delete_cbc_message'],
  },
  customer: { description: 'A customer’s own user: sees and acts on its own records', permissions: [...ownAll, 'view_product', 'create_provision'] },
};

/** What a play may do, always within its own provision's customer (PRV-8). */
export const playPermissions: readonly PermissionName[] = [
  'view_customer',
  'view_customer_contact',
  'view_customer_site',
  'view_customer_attribute',
  'view_customer_service',
  'create_customer_service',
  'update_customer_service',
  'delete_customer_service',
  'view_customer_transaction',
  'create_customer_transaction',
  'update_customer_transaction',
  'view_customer_stripe_card',
  'view_inventory',
  'update_inventory',
  'view_inventory_template',
  'view_product',
  'view_provision',
];
