import type { DemoProduct } from './products.ts';

/** What a SIM order takes from stock. */
export const simAndNumber = "['SIM Card', 'Mobile Number']";

interface Allowances {
  data_gb: number | 'unlimited';
  voice_minutes: number | 'unlimited';
  sms_count: number | 'unlimited';
}

/** A SIM plan that renews every 30 days. */
const plan = (fields: DemoProduct & { retail_cost: string }, allowances: Allowances): DemoProduct => ({
  service_type: 'mobile',
  icon: 'fa-solid fa-sim-card',
  retail_setup_cost: '5.00',
  wholesale_setup_cost: '2.10',
  tax_percentage: '20',
  customer_can_purchase: true,
  auto_renew: 'prompt',
  allow_auto_renew: true,
  inventory_items_list: simAndNumber,
  provisioning_play: 'play_local_mobile_sim',
  provisioning_json_vars: JSON.stringify({ days: 30, ...allowances }),
  terms: 'The allowances last 30 days and cannot be carried over. Fair use applies to unlimited calls and texts.',
  ...fields,
});

/** Plans with data, calls and texts; their features are in each of the spellings that are read. */
export const mobilePlans: readonly DemoProduct[] = [
  plan(
    {
      product_name: 'Mobile 5 GB',
      product_slug: 'mobile-5gb',
      retail_cost: '8.00',
      wholesale_cost: '3.20',
      comment: 'For light use',
      features_list: '5 GB of data. 250 minutes. 250 texts',
    },
    { data_gb: 5, voice_minutes: 250, sms_count: 250 },
  ),
  plan(
    {
      product_name: 'Mobile 20 GB',
      product_slug: 'mobile-20gb',
      retail_cost: '15.00',
      wholesale_cost: '6.40',
      business: true,
      comment: 'Our most popular plan',
      features_list: '20 GB of data. Unlimited calls. Unlimited texts',
    },
    { data_gb: 20, voice_minutes: 'unlimited', sms_count: 'unlimited' },
  ),
  plan(
    {
      product_name: 'Mobile Unlimited',
      product_slug: 'mobile-unlimited',
      retail_cost: '25.00',
      wholesale_cost: '12.00',
      business: true,
      comment: 'Everything unlimited',
      features_list: "['Unlimited data', 'Unlimited calls', 'Unlimited texts', 'Tethering']",
    },
    { data_gb: 'unlimited', voice_minutes: 'unlimited', sms_count: 'unlimited' },
  ),
  plan(
    {
      product_name: 'Business Mobile 50 GB',
      product_slug: 'business-mobile-50gb',
      retail_cost: '22.00',
      wholesale_cost: '9.50',
      residential: false,
      business: true,
      contract_days: 365,
      comment: 'For teams',
      features_list: '["50 GB of data","Unlimited calls","Unlimited texts","Next-day SIM replacement"]',
    },
    { data_gb: 50, voice_minutes: 'unlimited', sms_count: 'unlimited' },
  ),
  plan(
    {
      product_name: 'Autumn Special 40 GB',
      product_slug: 'autumn-special-40gb',
      category: 'promo',
      retail_cost: '15.00',
      wholesale_cost: '8.10',
      offeredFromDay: -30,
      offeredUntilDay: 60,
      comment: 'Double data for new customers',
      features_list: '40 GB of data. Unlimited calls. Unlimited texts',
    },
    { data_gb: 40, voice_minutes: 'unlimited', sms_count: 'unlimited' },
  ),
  plan(
    {
      product_name: 'Traveller Bundle',
      product_slug: 'traveller-bundle',
      category: 'bundle',
      retail_cost: '32.00',
      wholesale_cost: '17.00',
      icon: 'fa-solid fa-plane',
      comment: 'A SIM plan with calls abroad',
      features_list: '30 GB of data. Unlimited calls. 500 texts. Calls to 50 countries',
    },
    { data_gb: 30, voice_minutes: 'unlimited', sms_count: 500 },
  ),
  plan(
    {
      product_name: 'Mobile 2 GB',
      product_slug: 'mobile-2gb',
      retail_cost: '6.00',
      wholesale_cost: '2.80',
      offeredUntilDay: -120,
      customer_can_purchase: false,
      comment: 'No longer sold',
      features_list: '2 GB of data. 100 minutes. 100 texts',
    },
    { data_gb: 2, voice_minutes: 100, sms_count: 100 },
  ),
];
