import { Migration } from '@mikro-orm/migrations';

/** Where service can be had (homes passed, areas), and how much stock there should be. */
export class Migration20261123000062_coverage_and_levels extends Migration {
  override up(): void {
    // One spelling of an address: "12, High St." and "12 high st" are the same.
    this.addSql(`create function address_key(address text) returns text language sql immutable strict parallel safe as $$
      select btrim(lower(regexp_replace(address, '[^[:alnum:]]+', ' ', 'g'))) $$`);
    this.addSql(`create index inventory_address_key on inventory (address_key(address_line_1)) where address_line_1 is not null`);
    this.addSql(`create index inventory_address_search on inventory using gin (address_line_1 gin_trgm_ops) where address_line_1 is not null`);
    this.addSql(`create index inventory_place on inventory (latitude, longitude) where latitude is not null and longitude is not null`);
    this.addSql(`create table homes_passed_kind (
      inventory_template_id int primary key references inventory_template (inventory_template_id) on delete cascade,
      service_types text[] not null)`);
    this.addSql(`create table coverage_area (
      area_id int generated always as identity primary key,
      name text not null unique,
      status text not null default 'live' check (status in ('live', 'planned')),
      service_types text[] not null,
      notes text,
      geometry jsonb not null,
      west double precision not null, south double precision not null, east double precision not null, north double precision not null,
      created timestamptz not null default now(),
      last_modified timestamptz not null default now())`);
    this.addSql(`create index coverage_area_box on coverage_area (south, north)`);
    this.addSql(`create table stock_threshold (
      threshold_id int generated always as identity primary key,
      inventory_template_id int not null references inventory_template (inventory_template_id) on delete cascade,
      item_location text,
      minimum int not null check (minimum > 0),
      low_since timestamptz,
      reported_at timestamptz,
      created timestamptz not null default now(),
      last_modified timestamptz not null default now(),
      constraint stock_threshold_place unique nulls not distinct (inventory_template_id, item_location))`);
  }
}
