import { Migration } from '@mikro-orm/migrations';

/** Promo codes, which job used which, and what terms were accepted with an order (CAT-6, CAT-7). */
export class Migration20261123000080_promoAndTerms extends Migration {
  override up(): void {
    this.addSql(`create table promo_code (
      promo_code_id serial primary key, code varchar(64) not null, description text null,
      percent_off numeric(7,4) null check (percent_off > 0 and percent_off <= 100), amount_off numeric(14,2) null check (amount_off > 0),
      applies_to text not null default 'both' check (applies_to in ('both', 'setup', 'monthly')),
      product_ids text null, available_from timestamptz null, available_until timestamptz null,
      max_uses int null check (max_uses > 0), max_uses_per_customer int null check (max_uses_per_customer > 0), uses int not null default 0,
      enabled boolean not null default true, created timestamptz not null default now(), last_modified timestamptz not null default now(),
      check (num_nonnulls(percent_off, amount_off) = 1))`);
    this.addSql('create unique index promo_code_spelling on promo_code (lower(code))');
    this.addSql(`create table promo_redemption (
      provision_id int primary key references provision on delete cascade, promo_code_id int not null references promo_code,
      customer_id int not null references customer on delete cascade, code varchar(64) not null,
      retail_cost numeric(14,2) not null, retail_setup_cost numeric(14,2) not null,
      full_retail_cost numeric(14,2) not null, full_retail_setup_cost numeric(14,2) not null, created timestamptz not null default now())`);
    this.addSql('create index promo_redemption_of_code on promo_redemption (promo_code_id, customer_id)');
    this.addSql(`create table terms_acceptance (
      terms_acceptance_id serial primary key, provision_id int not null unique references provision on delete cascade,
      customer_id int not null references customer on delete cascade, product_id int not null, user_id int null, accepted_by text not null,
      terms text not null, terms_sha256 char(64) not null, accepted timestamptz not null default now())`);
    this.addSql('create index terms_acceptance_of_customer on terms_acceptance (customer_id, accepted)');
  }

  override down(): void {
    this.addSql('drop table terms_acceptance');
    this.addSql('drop table promo_redemption');
    this.addSql('drop table promo_code');
  }
}
