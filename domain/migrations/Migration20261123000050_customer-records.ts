import { Migration } from '@mikro-orm/migrations';

/** Attributes, tags and mails of customers; what an archived customer was; where sites lie. */
export class Migration20261123000050_customer_records extends Migration {
  override up(): void {
    this.addSql(
      `create table customer_attribute (attribute_id serial primary key, customer_id int not null references customer (customer_id) on delete cascade, attribute_name varchar(150) not null, attribute_value varchar(150) not null, created timestamptz not null default now(), last_modified timestamptz not null default now(), constraint customer_attribute_once unique (customer_id, attribute_name))`,
    );
    this.addSql(`create index customer_attribute_value on customer_attribute (attribute_name, attribute_value, customer_id)`);
    this.addSql(
      `create table customer_tag (tag_id serial primary key, customer_id int not null references customer (customer_id) on delete cascade, tag_text varchar(150) not null, tag_hex_color varchar(6) not null, tag_link varchar(1000) null, tag_active_date timestamptz not null default now(), tag_deactivate_date timestamptz not null default '2099-01-01T00:00:00Z', created timestamptz not null default now(), last_modified timestamptz not null default now())`,
    );
    this.addSql(`create index customer_tag_customer_id_index on customer_tag (customer_id)`);
    this.addSql(
      `create table communication (communication_id serial primary key, customer_id int null references customer (customer_id) on delete cascade, channel text not null default 'email', recipient varchar(2000) not null, sender varchar(400) null, subject varchar(500) not null, template varchar(150) null, state text not null default 'sending', reason text null, custom_id varchar(200) null, message_ids text null, sent_at timestamptz null, created timestamptz not null default now(), last_modified timestamptz not null default now())`,
    );
    this.addSql(`alter table communication add constraint communication_custom_id_unique unique (custom_id)`);
    this.addSql(`alter table communication add constraint communication_channel_check check (channel in ('email', 'sms'))`);
    this.addSql(
      `alter table communication add constraint communication_state_check check (state in ('sending', 'sent', 'rejected', 'unavailable', 'uncertain'))`,
    );
    this.addSql(`create index communication_of_customer on communication (customer_id, communication_id)`);
    this.addSql(`alter table customer add column archived_at timestamptz null`);
    this.addSql(`alter table customer add column archived_status text null`);
    this.addSql(`alter table customer add column archived_enabled boolean null`);
    this.addSql(
      `create table arpu_average (month varchar(7) not null, time_zone varchar(64) not null, revenue numeric(18,2) not null, services int not null, computed_at timestamptz not null, primary key (month, time_zone))`,
    );
    this.addSql(`create index customer_transaction_by_date on customer_transaction (transaction_date) include (retail_cost) where not void`);
    this.nearness();
  }

  /**
   * Points on a sphere in metres, as in the module earthdistance, which only a superuser may install; `cube` is trusted.
   * The body is parsed now, so that it also works where maintenance runs with a search path of its own.
   */
  private nearness(): void {
    this.addSql(`create extension if not exists cube`);
    this.addSql(
      `create function earth_point(latitude double precision, longitude double precision) returns cube language sql immutable parallel safe strict
       return cube(array[6371008.8 * cosd(latitude) * cosd(longitude), 6371008.8 * cosd(latitude) * sind(longitude), 6371008.8 * sind(latitude)])`,
    );
    this.addSql(
      `create index customer_site_position on customer_site using gist (earth_point(latitude, longitude)) where latitude is not null and longitude is not null`,
    );
  }
}
