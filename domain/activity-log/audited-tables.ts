/** How a table's rows are told in the audit trail. */
export interface AuditedTable {
  /** What a row is called in the trail, e.g. `service`. */
  kind: string;
  /** Columns that make up a row's name. */
  label: readonly string[];
  /** Columns whose contents must not be seen, beyond those whose names say so (`password`, `secret`, `token`, `…_hash`, `sealed_…`, `…json_vars`). */
  secret?: readonly string[];
  /** Columns whose change alone is no news, beyond `created` and `last_modified`. */
  ignored?: readonly string[];
  /** New rows are told only when they belong to a customer: stock comes by the thousand, and has its own history. */
  onlyOwnedAreNew?: boolean;
}

/** Tables whose changes are in the audit trail. A new table with a `customer_id` belongs here or into `exemptTables`. */
export const auditedTables: Readonly<Record<string, AuditedTable>> = {
  customer: { kind: 'customer', label: ['customer_name'] },
  customer_contact: { kind: 'contact', label: ['contact_firstname', 'contact_lastname'] },
  customer_site: { kind: 'site', label: ['site_name'] },
  customer_attribute: { kind: 'attribute', label: ['attribute_name'] },
  customer_tag: { kind: 'tag', label: ['tag_text'] },
  service: { kind: 'service', label: ['service_name'], ignored: ['ocs_snapshot', 'ocs_snapshot_at'] },
  customer_transaction: { kind: 'transaction', label: ['title'], ignored: ['idempotency_key'] },
  inventory: { kind: 'inventory', label: ['item', 'itemtext1'], ignored: ['reserved_provision_id', 'assigned_provision_id'], onlyOwnedAreNew: true },
  inventory_template: { kind: 'inventory_template', label: ['item'] },
  product: { kind: 'product', label: ['product_name'] },
  promo_code: { kind: 'promo_code', label: ['code'], ignored: ['uses'] },
  terms_acceptance: { kind: 'terms', label: ['accepted_by'] },
  provision: {
    kind: 'job',
    label: ['provisioning_play'],
    ignored: [
      'phase',
      'task_count',
      'play_digest',
      'playbook_description',
      'attempt',
      'run_id',
      'sealed_vars',
      'idempotency_key',
      'uuid',
      'finished',
      'provisioning_json_vars',
    ],
  },
  app_user: {
    kind: 'user',
    label: ['email'],
    // Each goes with an event that is told.
    ignored: ['last_login', 'login_count', 'totp_last_step', 'totp_pending', 'password_changed_at'],
  },
  role: { kind: 'role', label: ['name'] },
  api_key: { kind: 'api_key', label: ['name'], ignored: ['last_used', 'last_used_ip'] },
};

/** Tables with a `customer_id` whose changes are not in the trail, each with the reason. */
export const exemptTables: Readonly<Record<string, string>> = {
  activity_log: 'it is the trail itself',
  promo_redemption: 'it belongs to a job, whose own change is told',
  search_document: 'it repeats what other tables say',
  communication: 'it is itself the record of what was sent',
};
