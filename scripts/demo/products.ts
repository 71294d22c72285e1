import type { ProductFields } from '../../domain/catalog/product-fields.ts';

const dayMs = 86_400_000;
const sim = "['SIM Card', 'Mobile Number']";
const vat = '20';

type Plan = { data_gb: number | 'unlimited'; voice_minutes: number | 'unlimited'; sms_count: number | 'unlimited' };

/** A SIM plan that renews every 30 days. */
const plan = (fields: ProductFields & { retail_cost: string }, allowances: Plan): ProductFields => ({
  service_type: 'mobile',
  icon: 'fa-solid fa-sim-card',
  retail_setup_cost: '5.00',
  wholesale_setup_cost: '2.10',
  tax_percentage: vat,
  customer_can_purchase: true,
  auto_renew: 'prompt',
  allow_auto_renew: true,
  inventory_items_list: sim,
  provisioning_play: 'play_local_mobile_sim',
  provisioning_json_vars: JSON.stringify({ days: 30, ...allowances }),
  terms: 'The allowances last 30 days and cannot be carried over. Fair use applies to unlimited calls and texts.',
  ...fields,
});

/** A service with an account and nothing on the network. */
const service = (fields: ProductFields): ProductFields => ({ tax_percentage: vat, provisioning_play: 'play_simple_service', provisioning_json_vars: '{}', inventory_items_list: '[]', ...fields });

/** The demo's catalogue; `now` decides what is on offer no more or not yet. */
export function demoProducts(now: Date): ProductFields[] {
  const daysFromNow = (days: number): Date => new Date(now.getTime() + days * dayMs);
  return [
    plan({ product_name: 'Mobile 5 GB', product_slug: 'mobile-5gb', retail_cost: '8.00', wholesale_cost: '3.20', comment: 'For light use', features_list: '5 GB of data. 250 minutes. 250 texts' }, { data_gb: 5, voice_minutes: 250, sms_count: 250 }),
    plan({ product_name: 'Mobile 20 GB', product_slug: 'mobile-20gb', retail_cost: '15.00', wholesale_cost: '6.40', business: true, comment: 'Our most popular plan', features_list: '20 GB of data. Unlimited calls. Unlimited texts' }, { data_gb: 20, voice_minutes: 'unlimited', sms_count: 'unlimited' }),
    plan({ product_name: 'Mobile Unlimited', product_slug: 'mobile-unlimited', retail_cost: '25.00', wholesale_cost: '12.00', business: true, comment: 'Everything unlimited', features_list: "['Unlimited data', 'Unlimited calls', 'Unlimited texts', 'Tethering']" }, { data_gb: 'unlimited', voice_minutes: 'unlimited', sms_count: 'unlimited' }),
    plan({ product_name: 'Business Mobile 50 GB', product_slug: 'business-mobile-50gb', retail_cost: '22.00', wholesale_cost: '9.50', residential: false, business: true, contract_days: 365, comment: 'For teams', features_list: '["50 GB of data","Unlimited calls","Unlimited texts","Next-day SIM replacement"]' }, { data_gb: 50, voice_minutes: 'unlimited', sms_count: 'unlimited' }),
    plan({ product_name: 'Autumn Special 40 GB', product_slug: 'autumn-special-40gb', category: 'promo', retail_cost: '15.00', wholesale_cost: '8.10', available_from: daysFromNow(-30), available_until: daysFromNow(60), comment: 'Double data for new customers', features_list: '40 GB of data. Unlimited calls. Unlimited texts' }, { data_gb: 40, voice_minutes: 'unlimited', sms_count: 'unlimited' }),
    plan({ product_name: 'Traveller Bundle', product_slug: 'traveller-bundle', category: 'bundle', retail_cost: '32.00', wholesale_cost: '17.00', icon: 'fa-solid fa-plane', comment: 'A SIM plan with calls abroad', features_list: '30 GB of data. Unlimited calls. 500 texts. Calls to 50 countries' }, { data_gb: 30, voice_minutes: 'unlimited', sms_count: 500 }),
    plan({ product_name: 'Mobile 2 GB', product_slug: 'mobile-2gb', retail_cost: '6.00', wholesale_cost: '2.80', available_until: daysFromNow(-120), customer_can_purchase: false, comment: 'No longer sold', features_list: '2 GB of data. 100 minutes. 100 texts' }, { data_gb: 2, voice_minutes: 100, sms_count: 100 }),
    {
      ...service({ product_name: 'Pay As You Go SIM', product_slug: 'pay-as-you-go-sim', service_type: 'mobile', icon: 'fa-solid fa-sim-card', retail_cost: '0.00', retail_setup_cost: '5.00', wholesale_setup_cost: '2.10', customer_can_purchase: true, business: true, comment: 'A SIM and a number, no plan', features_list: 'No monthly charge. Keep your number' }),
      provisioning_play: 'play_psim_only',
      inventory_items_list: sim,
    },
    service({ product_name: 'Home Fibre 100', product_slug: 'home-fibre-100', service_type: 'internet', icon: 'fa-solid fa-wifi', retail_cost: '28.00', wholesale_cost: '16.50', retail_setup_cost: '25.00', wholesale_setup_cost: '18.00', contract_days: 365, customer_can_purchase: true, comment: 'Fibre to the home', features_list: '100 Mbit/s down. 20 Mbit/s up. No data limit', terms: 'Minimum term of 12 months.' }),
    service({ product_name: 'Business Fibre 500', product_slug: 'business-fibre-500', service_type: 'internet', icon: 'fa-solid fa-network-wired', residential: false, business: true, retail_cost: '65.00', wholesale_cost: '38.00', retail_setup_cost: '60.00', wholesale_setup_cost: '42.00', contract_days: 730, comment: 'Fibre with a service level', features_list: '500 Mbit/s both ways. Four-hour repair. Fixed address included' }),
    service({ product_name: 'Office Phone Line', product_slug: 'office-phone-line', service_type: 'voip', icon: 'fa-solid fa-phone', residential: false, business: true, retail_cost: '12.00', wholesale_cost: '4.00', comment: 'A desk line over the internet', features_list: 'Unlimited UK calls. Voicemail to e-mail', relies_on_list: "['internet']" }),
    service({ product_name: 'TV Essentials', product_slug: 'tv-essentials', service_type: 'iptv', icon: 'fa-solid fa-tv', retail_cost: '9.00', wholesale_cost: '5.50', customer_can_purchase: true, comment: 'Television over fibre', features_list: '60 channels. Watch again for seven days', relies_on_list: "['internet']" }),
    service({ product_name: 'International Saver', product_slug: 'international-saver', category: 'addon', service_type: 'mobile', icon: 'fa-solid fa-earth-europe', business: true, retail_cost: '5.00', wholesale_cost: '2.20', customer_can_purchase: true, allow_auto_renew: true, comment: 'Cheaper calls abroad', features_list: '200 minutes to 50 countries', relies_on_list: "['mobile']" }),
    service({ product_name: 'Static IP Address', product_slug: 'static-ip-address', category: 'addon', service_type: 'internet', icon: 'fa-solid fa-location-dot', business: true, retail_cost: '4.00', wholesale_cost: '0.50', comment: 'A fixed address on your line', features_list: 'One IPv4 address', relies_on_list: "['internet']" }),
    service({ product_name: 'Home Fibre 30', product_slug: 'home-fibre-30', service_type: 'internet', icon: 'fa-solid fa-wifi', enabled: false, retail_cost: '22.00', wholesale_cost: '14.00', contract_days: 365, comment: 'Withdrawn', features_list: '30 Mbit/s down. 5 Mbit/s up' }),
  ];
}
