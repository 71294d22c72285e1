import { Migration } from '@mikro-orm/migrations';

/** First tables: identity, customers, catalogue, stock, services, transactions, provisioning, live events. */
export class Migration20261123000001_initial extends Migration {
  override up(): void {
    this.addSql('create extension if not exists citext');
    this.addSql('create extension if not exists pg_trgm');
    this.addSql(
      `create table "customer" ("customer_id" serial primary key, "customer_name" varchar(255) not null, "customer_account_type" text not null default 'Individual', "customer_status" text not null default 'Open', "customer_payment_type" text not null default 'prepaid', "customer_enabled" boolean not null default true, "tax_identifier" varchar(64) null, "contract_start_date" timestamptz null, "contract_end_date" timestamptz null, "created" timestamptz not null default now(), "last_modified" timestamptz not null default now());`,
    );
    this.addSql(`create index "customer_customer_status_index" on "customer" ("customer_status");`);
    this.addSql(`alter table "customer" add constraint "customer_customer_account_type_check" check ("customer_account_type" in ('Individual', 'Business'));`);
    this.addSql(
      `alter table "customer" add constraint "customer_customer_status_check" check ("customer_status" in ('Open', 'Closed', 'Suspended', 'Archived'));`,
    );
    this.addSql(`alter table "customer" add constraint "customer_customer_payment_type_check" check ("customer_payment_type" in ('prepaid', 'postpaid'));`);
    this.addSql(
      `create table "customer_contact" ("contact_id" serial primary key, "customer_id" int not null, "contact_firstname" varchar(150) not null, "contact_lastname" varchar(150) not null default '', "contact_email" varchar(254) null, "contact_phone" varchar(40) null, "contact_types" varchar(100) not null default 'primary', "created" timestamptz not null default now(), "last_modified" timestamptz not null default now());`,
    );
    this.addSql(`create index "customer_contact_customer_id_index" on "customer_contact" ("customer_id");`);
    this.addSql(
      `create table "inventory_template" ("inventory_template_id" serial primary key, "item" varchar(120) not null, "icon" varchar(100) null, "wholesale_cost" numeric(14,2) not null default '0', "retail_cost" numeric(14,2) not null default '0', "allow_dropdown_staff" boolean not null default true, "allow_dropdown_customer" boolean not null default false, "itemtext1_label" varchar(100) not null, "itemtext2_label" varchar(100) null, "itemtext3_label" varchar(100) null, "itemtext4_label" varchar(100) null, "itemtext5_label" varchar(100) null, "itemtext6_label" varchar(100) null, "itemtext7_label" varchar(100) null, "itemtext8_label" varchar(100) null, "itemtext9_label" varchar(100) null, "itemtext10_label" varchar(100) null, "itemtext11_label" varchar(100) null, "itemtext12_label" varchar(100) null, "itemtext13_label" varchar(100) null, "itemtext14_label" varchar(100) null, "itemtext15_label" varchar(100) null, "itemtext16_label" varchar(100) null, "itemtext17_label" varchar(100) null, "itemtext18_label" varchar(100) null, "itemtext19_label" varchar(100) null, "itemtext20_label" varchar(100) null, "created" timestamptz not null default now(), "last_modified" timestamptz not null default now());`,
    );
    this.addSql(`alter table "inventory_template" add constraint "inventory_template_item_unique" unique ("item");`);
    this.addSql(
      `create table "live_event" ("id" bigserial primary key, "channel" varchar(100) not null, "seq" int not null, "type" varchar(40) not null, "payload" jsonb not null, "created" timestamptz not null default now());`,
    );
    this.addSql(`alter table "live_event" add constraint "live_event_channel_seq" unique ("channel", "seq");`);
    this.addSql(`create table "permission" ("id" serial primary key, "name" varchar(100) not null, "description" text null);`);
    this.addSql(`alter table "permission" add constraint "permission_name_unique" unique ("name");`);
    this.addSql(
      `create table "process_step" ("process_step_id" serial primary key, "workflow_id" varchar(150) not null, "run_id" varchar(64) not null, "seq" int not null, "name" varchar(150) not null, "kind" text not null, "status" text not null, "undo" varchar(150) null, "error" text null, "started_at" timestamptz not null default now(), "finished_at" timestamptz null);`,
    );
    this.addSql(`alter table "process_step" add constraint "process_step_seq" unique ("workflow_id", "run_id", "seq");`);
    this.addSql(`alter table "process_step" add constraint "process_step_kind_check" check ("kind" in ('do', 'undo'));`);
    this.addSql(`alter table "process_step" add constraint "process_step_status_check" check ("status" in ('running', 'done', 'failed', 'skipped'));`);
    this.addSql(
      `create table "product" ("product_id" serial primary key, "product_name" varchar(255) not null, "product_slug" varchar(150) not null, "category" text not null default 'standalone', "service_type" varchar(64) null, "comment" text null, "icon" varchar(100) null, "retail_cost" numeric(14,2) not null default '0', "wholesale_cost" numeric(14,2) not null default '0', "retail_setup_cost" numeric(14,2) not null default '0', "wholesale_setup_cost" numeric(14,2) not null default '0', "tax_percentage" numeric(7,4) not null default '0', "enabled" boolean not null default true, "residential" boolean not null default true, "business" boolean not null default false, "customer_can_purchase" boolean not null default false, "available_from" timestamptz null, "available_until" timestamptz null, "contract_days" int not null default 0, "auto_renew" text not null default 'false', "allow_auto_renew" boolean not null default false, "terms" text null, "features_list" text null, "provisioning_play" varchar(150) null, "provisioning_json_vars" text null, "inventory_items_list" text null, "relies_on_list" text null, "created" timestamptz not null default now(), "last_modified" timestamptz not null default now());`,
    );
    this.addSql(`alter table "product" add constraint "product_product_slug_unique" unique ("product_slug");`);
    this.addSql(`alter table "product" add constraint "product_category_check" check ("category" in ('standalone', 'addon', 'bundle', 'promo'));`);
    this.addSql(`alter table "product" add constraint "product_auto_renew_check" check ("auto_renew" in ('prompt', 'true', 'false'));`);
    this.addSql(
      `create table "provision" ("provision_id" serial primary key, "customer_id" int null, "product_id" int null, "service_id" int null, "action" text not null default 'provision', "provisioning_play" varchar(150) null, "playbook_description" varchar(255) null, "play_digest" varchar(64) null, "provisioning_json_vars" text null, "sealed_vars" text null, "provisioning_status" smallint not null default 1, "phase" text not null default 'queued', "reason" text null, "task_count" int not null default 0, "uuid" uuid not null, "attempt" int not null default 0, "initiating_user" int null, "idempotency_key" varchar(200) null, "workflow_id" varchar(150) not null, "run_id" varchar(64) null, "finished" timestamptz null, "created" timestamptz not null default now(), "last_modified" timestamptz not null default now());`,
    );
    this.addSql(`create index "provision_customer_id_index" on "provision" ("customer_id");`);
    this.addSql(`create index "provision_product_id_index" on "provision" ("product_id");`);
    this.addSql(`create index "provision_service_id_index" on "provision" ("service_id");`);
    this.addSql(`create index "provision_provisioning_status_index" on "provision" ("provisioning_status");`);
    this.addSql(`alter table "provision" add constraint "provision_idempotency_key_unique" unique ("idempotency_key");`);
    this.addSql(`alter table "provision" add constraint "provision_action_check" check ("action" in ('provision', 'deprovision', 'suspend', 'resume'));`);
    this.addSql(
      `alter table "provision" add constraint "provision_phase_check" check ("phase" in ('queued', 'running', 'verifying', 'rolling_back', 'succeeded', 'failed', 'cancelled'));`,
    );
    this.addSql(
      `create table "provision_event" ("provision_event_id" serial primary key, "provision_id" int not null, "attempt" int not null, "event_number" int not null, "event_name" varchar(500) not null, "action" varchar(150) null, "provisioning_status" smallint not null, "provisioning_result_json" jsonb null, "sealed_facts" text null, "duration_ms" int null, "timestamp" timestamptz not null default now());`,
    );
    this.addSql(`alter table "provision_event" add constraint "provision_event_number" unique ("provision_id", "event_number");`);
    this.addSql(`create table "role" ("id" serial primary key, "name" varchar(100) not null, "description" text null);`);
    this.addSql(`alter table "role" add constraint "role_name_unique" unique ("name");`);
    this.addSql(`create table "role_permission" ("role_id" int not null, "permission_id" int not null, primary key ("role_id", "permission_id"));`);
    this.addSql(
      `create table "customer_site" ("site_id" serial primary key, "customer_id" int not null, "site_name" varchar(255) not null, "address_line_1" varchar(255) null, "address_line_2" varchar(255) null, "city" varchar(120) null, "state" varchar(120) null, "zip_code" varchar(32) null, "country" varchar(120) not null, "latitude" double precision null, "longitude" double precision null, "google_maps_place_id" varchar(255) null, "plus_code" varchar(32) null, "address_note" text null, "created" timestamptz not null default now(), "last_modified" timestamptz not null default now());`,
    );
    this.addSql(`create index "customer_site_customer_id_index" on "customer_site" ("customer_id");`);
    this.addSql(
      `create table "service" ("service_id" serial primary key, "customer_id" int not null, "product_id" int null, "site_id" int null, "bundled_parent" int null, "provision_id" int null, "service_name" varchar(255) not null, "service_type" varchar(64) null, "service_uuid" varchar(150) not null, "service_status" text not null default 'Active', "icon" varchar(100) null, "service_provisioned_date" timestamptz null, "service_active_date" timestamptz null, "service_deactivate_date" timestamptz null, "contract_end_date" timestamptz null, "retail_cost" numeric(14,2) not null default '0', "wholesale_cost" numeric(14,2) not null default '0', "service_billed" boolean not null default true, "service_taxable" boolean not null default true, "invoiced" boolean not null default false, "promo_code" varchar(64) null, "service_visible_to_customer" boolean not null default true, "service_usage_visible_to_customer" boolean not null default true, "provisioning_play" varchar(150) null, "provisioning_json_vars" text null, "deprovisioning_play" varchar(150) null, "deprovisioning_json_vars" text null, "service_notes" text null, "ocs_snapshot" jsonb null, "ocs_snapshot_at" timestamptz null, "created" timestamptz not null default now(), "last_modified" timestamptz not null default now());`,
    );
    this.addSql(`create index "service_customer_id_index" on "service" ("customer_id");`);
    this.addSql(`create index "service_product_id_index" on "service" ("product_id");`);
    this.addSql(`create index "service_bundled_parent_index" on "service" ("bundled_parent");`);
    this.addSql(`create index "service_provision_id_index" on "service" ("provision_id");`);
    this.addSql(`alter table "service" add constraint "service_service_uuid_unique" unique ("service_uuid");`);
    this.addSql(`create index "service_service_status_index" on "service" ("service_status");`);
    this.addSql(
      `alter table "service" add constraint "service_service_status_check" check ("service_status" in ('Active', 'Inactive', 'Suspended', 'Pending Cancellation'));`,
    );
    this.addSql(
      `create table "inventory" ("inventory_id" serial primary key, "inventory_template_id" int not null, "item" varchar(120) not null, "customer_id" int null, "service_id" int null, "item_location" varchar(255) null, "item_state" text not null default 'New', "wholesale_cost" numeric(14,2) not null default '0', "retail_cost" numeric(14,2) not null default '0', "sold_date" timestamptz null, "itemtext1" varchar(1000) null, "itemtext2" varchar(1000) null, "itemtext3" varchar(1000) null, "itemtext4" varchar(1000) null, "itemtext5" varchar(1000) null, "itemtext6" varchar(1000) null, "itemtext7" varchar(1000) null, "itemtext8" varchar(1000) null, "itemtext9" varchar(1000) null, "itemtext10" varchar(1000) null, "itemtext11" varchar(1000) null, "itemtext12" varchar(1000) null, "itemtext13" varchar(1000) null, "itemtext14" varchar(1000) null, "itemtext15" varchar(1000) null, "itemtext16" varchar(1000) null, "itemtext17" varchar(1000) null, "itemtext18" varchar(1000) null, "itemtext19" varchar(1000) null, "itemtext20" varchar(1000) null, "address_line_1" varchar(255) null, "address_line_2" varchar(255) null, "city" varchar(120) null, "state" varchar(120) null, "zip_code" varchar(32) null, "country" varchar(120) null, "google_maps_place_id" varchar(255) null, "plus_code" varchar(64) null, "latitude" double precision null, "longitude" double precision null, "management_url" varchar(1000) null, "management_username" varchar(255) null, "management_password" text null, "config_content" text null, "config_file_path" varchar(1000) null, "inventory_notes" text null, "reserved_provision_id" int null, "assigned_provision_id" int null, "created" timestamptz not null default now(), "last_modified" timestamptz not null default now());`,
    );
    this.addSql(`create index "inventory_inventory_template_id_index" on "inventory" ("inventory_template_id");`);
    this.addSql(`create index "inventory_customer_id_index" on "inventory" ("customer_id");`);
    this.addSql(`create index "inventory_service_id_index" on "inventory" ("service_id");`);
    this.addSql(`create index "inventory_itemtext1_index" on "inventory" ("itemtext1");`);
    this.addSql(`create index "inventory_itemtext2_index" on "inventory" ("itemtext2");`);
    this.addSql(`create index "inventory_reserved_provision_id_index" on "inventory" ("reserved_provision_id");`);
    this.addSql(`create index "inventory_assigned_provision_id_index" on "inventory" ("assigned_provision_id");`);
    this.addSql(`create index "inventory_item_state" on "inventory" ("item", "item_state");`);
    this.addSql(
      `alter table "inventory" add constraint "inventory_item_state_check" check ("item_state" in ('New', 'In Stock', 'In Transit', 'Used', 'Internal Use', 'Assigned', 'Damaged', 'Out of Service', 'Decommissioned', 'Lost', 'Stolen'));`,
    );
    this.addSql(
      `create table "customer_transaction" ("transaction_id" serial primary key, "customer_id" int not null, "service_id" int null, "site_id" int null, "product_id" int null, "invoice_id" int null, "provision_id" int null, "title" varchar(255) not null, "description" text null, "transaction_type" text not null default 'debit', "credit_type" varchar(64) null, "retail_cost" numeric(14,2) not null, "wholesale_cost" numeric(14,2) not null default '0', "tax_percentage" numeric(7,4) not null default '0', "tax_amount" numeric(14,2) not null default '0', "transaction_date" timestamptz not null default now(), "void" boolean not null default false, "idempotency_key" varchar(150) null, "created" timestamptz not null default now(), "last_modified" timestamptz not null default now());`,
    );
    this.addSql(`create index "customer_transaction_customer_id_index" on "customer_transaction" ("customer_id");`);
    this.addSql(`create index "customer_transaction_service_id_index" on "customer_transaction" ("service_id");`);
    this.addSql(`create index "customer_transaction_invoice_id_index" on "customer_transaction" ("invoice_id");`);
    this.addSql(`create index "customer_transaction_provision_id_index" on "customer_transaction" ("provision_id");`);
    this.addSql(`alter table "customer_transaction" add constraint "customer_transaction_idempotency_key_unique" unique ("idempotency_key");`);
    this.addSql(
      `alter table "customer_transaction" add constraint "customer_transaction_transaction_type_check" check ("transaction_type" in ('debit', 'credit'));`,
    );
    this.addSql(
      `create table "app_user" ("id" serial primary key, "username" varchar(150) not null, "email" citext not null, "email_verified" boolean not null default false, "pending_email" citext null, "password_hash" varchar(255) not null, "first_name" varchar(150) not null, "middle_name" varchar(150) null, "last_name" varchar(150) not null, "phone_number" varchar(40) null, "contact_id" int null, "is_2fa_enabled" boolean not null default false, "totp_secret" text null, "force_password_change" boolean not null default false, "failed_logins" int not null default 0, "locked_until" timestamptz null, "last_login" timestamptz null, "login_count" int not null default 0, "deleted" boolean not null default false, "deleted_at" timestamptz null, "created" timestamptz not null default now(), "last_modified" timestamptz not null default now());`,
    );
    this.addSql(`alter table "app_user" add constraint "app_user_username_unique" unique ("username");`);
    this.addSql(`alter table "app_user" add constraint "app_user_email_unique" unique ("email");`);
    this.addSql(
      `create table "refresh_token" ("id" uuid not null, "family_id" uuid not null, "user_id" int not null, "token_hash" varchar(64) not null, "remember" boolean not null default false, "ip" varchar(64) null, "user_agent" varchar(400) null, "expires_at" timestamptz not null, "rotated_at" timestamptz null, "revoked_at" timestamptz null, "created" timestamptz not null default now(), primary key ("id"));`,
    );
    this.addSql(`create index "refresh_token_family_id_index" on "refresh_token" ("family_id");`);
    this.addSql(`create index "refresh_token_user_id_index" on "refresh_token" ("user_id");`);
    this.addSql(`alter table "refresh_token" add constraint "refresh_token_token_hash_unique" unique ("token_hash");`);
    this.addSql(`create table "user_role" ("user_id" int not null, "role_id" int not null, primary key ("user_id", "role_id"));`);
    this.addSql(
      `alter table "customer_contact" add constraint "customer_contact_customer_id_foreign" foreign key ("customer_id") references "customer" ("customer_id") on delete cascade;`,
    );
    this.addSql(
      `alter table "provision" add constraint "provision_customer_id_foreign" foreign key ("customer_id") references "customer" ("customer_id") on delete set null;`,
    );
    this.addSql(
      `alter table "provision" add constraint "provision_product_id_foreign" foreign key ("product_id") references "product" ("product_id") on delete set null;`,
    );
    this.addSql(
      `alter table "provision_event" add constraint "provision_event_provision_id_foreign" foreign key ("provision_id") references "provision" ("provision_id") on delete cascade;`,
    );
    this.addSql(
      `alter table "role_permission" add constraint "role_permission_role_id_foreign" foreign key ("role_id") references "role" ("id") on update cascade on delete cascade;`,
    );
    this.addSql(
      `alter table "role_permission" add constraint "role_permission_permission_id_foreign" foreign key ("permission_id") references "permission" ("id") on update cascade on delete cascade;`,
    );
    this.addSql(
      `alter table "customer_site" add constraint "customer_site_customer_id_foreign" foreign key ("customer_id") references "customer" ("customer_id") on delete cascade;`,
    );
    this.addSql(`alter table "service" add constraint "service_customer_id_foreign" foreign key ("customer_id") references "customer" ("customer_id");`);
    this.addSql(
      `alter table "service" add constraint "service_product_id_foreign" foreign key ("product_id") references "product" ("product_id") on delete set null;`,
    );
    this.addSql(
      `alter table "service" add constraint "service_site_id_foreign" foreign key ("site_id") references "customer_site" ("site_id") on delete set null;`,
    );
    this.addSql(
      `alter table "inventory" add constraint "inventory_inventory_template_id_foreign" foreign key ("inventory_template_id") references "inventory_template" ("inventory_template_id");`,
    );
    this.addSql(
      `alter table "inventory" add constraint "inventory_customer_id_foreign" foreign key ("customer_id") references "customer" ("customer_id") on delete set null;`,
    );
    this.addSql(
      `alter table "inventory" add constraint "inventory_service_id_foreign" foreign key ("service_id") references "service" ("service_id") on delete set null;`,
    );
    this.addSql(
      `alter table "customer_transaction" add constraint "customer_transaction_customer_id_foreign" foreign key ("customer_id") references "customer" ("customer_id");`,
    );
    this.addSql(
      `alter table "customer_transaction" add constraint "customer_transaction_service_id_foreign" foreign key ("service_id") references "service" ("service_id") on delete set null;`,
    );
    this.addSql(
      `alter table "customer_transaction" add constraint "customer_transaction_site_id_foreign" foreign key ("site_id") references "customer_site" ("site_id") on delete set null;`,
    );
    this.addSql(
      `alter table "customer_transaction" add constraint "customer_transaction_product_id_foreign" foreign key ("product_id") references "product" ("product_id") on delete set null;`,
    );
    this.addSql(
      `alter table "app_user" add constraint "app_user_contact_id_foreign" foreign key ("contact_id") references "customer_contact" ("contact_id") on delete set null;`,
    );
    this.addSql(
      `alter table "refresh_token" add constraint "refresh_token_user_id_foreign" foreign key ("user_id") references "app_user" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "user_role" add constraint "user_role_user_id_foreign" foreign key ("user_id") references "app_user" ("id") on update cascade on delete cascade;`,
    );
    this.addSql(
      `alter table "user_role" add constraint "user_role_role_id_foreign" foreign key ("role_id") references "role" ("id") on update cascade on delete cascade;`,
    );
  }
}
