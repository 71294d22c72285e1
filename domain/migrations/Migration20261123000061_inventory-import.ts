import { Migration } from '@mikro-orm/migrations';

/** Lists of items on their way into stock: the file, its rows (both sealed, for they may hold keys and passwords), and what is wrong with them. */
export class Migration20261123000061_inventory_import extends Migration {
  override up(): void {
    this.addSql(`create table inventory_import (
      import_id int generated always as identity primary key,
      file_name text not null,
      file_bytes int not null,
      encoding text not null,
      delimiter text not null,
      header jsonb not null,
      status text not null default 'uploaded' check (status in
        ('uploaded', 'checking', 'checked', 'importing', 'imported', 'cancelled', 'failed', 'undoing', 'undone')),
      phase text not null default 'check' check (phase in ('check', 'import')),
      inventory_template_id int references inventory_template (inventory_template_id),
      plan jsonb,
      total_rows int,
      done_rows int not null default 0,
      good_rows int not null default 0,
      bad_rows int not null default 0,
      reason text,
      user_id int,
      user_label text,
      created timestamptz not null default now(),
      last_modified timestamptz not null default now(),
      finished_at timestamptz)`);
    this.addSql(`create table inventory_import_text (
      import_id int not null references inventory_import (import_id) on delete cascade,
      seq int not null, content text not null, primary key (import_id, seq))`);
    this.addSql(`create table inventory_import_line (
      import_id int not null references inventory_import (import_id) on delete cascade,
      ordinal int not null, file_row int not null, cells text not null, unique_hash text, primary key (import_id, ordinal))`);
    this.addSql(`create index inventory_import_line_unique on inventory_import_line (import_id, unique_hash) where unique_hash is not null`);
    this.addSql(`create table inventory_import_error (
      import_id int not null references inventory_import (import_id) on delete cascade,
      error_id bigint generated always as identity, ordinal int not null, file_row int not null, field text, message text not null,
      primary key (import_id, error_id))`);
  }
}
