import type { Ctx } from '../../domain/context.ts';
import { putAttribute } from '../../domain/customers/attributes.ts';
import type { FullCustomerJson } from '../../domain/customers/customer-columns.ts';
import { createTag } from '../../domain/customers/tags.ts';

const dayMs = 86_400_000;

/** What other systems and colleagues have noted of some customers: attributes on the businesses, tags on a few (chapters 04 and 08). */
export async function makeLabels(ctx: Ctx, customers: readonly FullCustomerJson[], now: Date): Promise<void> {
  const businesses = customers.filter((customer) => customer.customer_account_type === 'Business');
  for (const [index, { customer_id }] of businesses.entries()) {
    const attributes = { external_crm_id: `SF-${10_400 + index * 37}`, support_tier: index % 3 === 0 ? 'premium' : 'standard' };
    for (const [attribute_name, attribute_value] of Object.entries(attributes)) await putAttribute(ctx, { customer_id, attribute_name, attribute_value });
  }
  const started = new Date(now.getTime() - 3 * dayMs);
  const shown = { tag_active_date: started, tag_deactivate_date: new Date('2099-01-01T00:00:00Z') };
  for (const { customer_id } of businesses.filter((_customer, index) => index % 3 === 0))
    await createTag(ctx, { customer_id, tag_text: 'VIP', tag_hex_color: 'FFD700', tag_link: null, ...shown });
  for (const { customer_id } of businesses.slice(1, 3)) {
    const ticket = { tag_text: 'Open support ticket', tag_hex_color: '1D4ED8', tag_link: `https://support.northbridge.example/tickets/${4700 + customer_id}` };
    await createTag(ctx, { customer_id, ...ticket, ...shown, tag_deactivate_date: new Date(now.getTime() + 30 * dayMs) });
  }
  for (const { customer_id } of customers.filter((customer) => customer.customer_status === 'Suspended'))
    await createTag(ctx, { customer_id, tag_text: 'Payment overdue', tag_hex_color: 'B91C1C', tag_link: null, ...shown });
}
