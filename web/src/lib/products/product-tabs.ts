/** The five sections of the product editor (chapter 17). */
export const productTabs = [
  { id: 'basic', label: 'Basic information' },
  { id: 'pricing', label: 'Pricing' },
  { id: 'configuration', label: 'Configuration' },
  { id: 'provisioning', label: 'Provisioning' },
  { id: 'availability', label: 'Availability' },
] as const;

const fieldsByTab: Record<string, readonly string[]> = {
  pricing: ['retail_cost', 'wholesale_cost', 'retail_setup_cost', 'wholesale_setup_cost', 'tax_percentage'],
  configuration: [
    'auto_renew',
    'allow_auto_renew',
    'contract_days',
    'residential',
    'business',
    'customer_can_purchase',
    'relies_on_list',
  ],
  provisioning: ['provisioning_play', 'provisioning_json_vars', 'inventory_items_list'],
  availability: ['available_from', 'available_until'],
};

/** The section in which a field of the API is shown. */
export function tabOfField(field: string): string {
  return Object.keys(fieldsByTab).find((tab) => fieldsByTab[tab]?.includes(field)) ?? 'basic';
}
