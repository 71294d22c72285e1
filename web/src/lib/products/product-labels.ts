import type { Product } from '#lib/api/products-service.ts';

const categories: Record<string, string> = {
  standalone: 'Plan',
  addon: 'Add-on',
  bundle: 'Bundle',
  promo: 'Promotion',
};
// Types that are abbreviations; others are words.
const serviceTypes: Record<string, string> = { iptv: 'IPTV', voip: 'VoIP' };

/** What people call a product's category: "Plan" for `standalone`. */
export function categoryLabel(category: Product['category']): string {
  return categories[category] ?? category;
}

/** What people call a type of service: "IPTV", "Fixed voice"; an absent one gives an empty text. */
export function serviceTypeLabel(type: string | null | undefined): string {
  if (!type) return '';
  const words = type.replaceAll(/[-_]+/g, ' ');
  return serviceTypes[type.toLowerCase()] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
