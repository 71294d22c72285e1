import { expect } from 'vitest';
import type { Fields } from '../../support/answer-fields.ts';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';
import { insert } from '../../support/seed.ts';

/** An API with two customers, the kinds SIM Card and Mobile Number, and staff with every permission on stock. */
export interface StockApi {
  api: TestApi;
  staff: Client;
  customerId: number;
  otherId: number;
  /** Takes a SIM card of its own numbers into stock. */
  make(fields?: object): Promise<Fields>;
}

/** Builds it on a database of its own. */
export async function openStock(): Promise<StockApi> {
  const api = await createTestApi();
  const staff = await api.staff('view_inventory', 'create_inventory', 'update_inventory', 'delete_inventory');
  const em = api.em();
  const customerId = await insert(em, 'customer', { customer_name: 'Jane' });
  const otherId = await insert(em, 'customer', { customer_name: 'John' });
  await insert(em, 'inventory_template', {
    item: 'SIM Card',
    wholesale_cost: '2.50',
    retail_cost: '10',
    itemtext1_label: 'ICCID',
    itemtext2_label: 'IMSI',
    itemtext3_label: 'Ki',
  });
  await insert(em, 'inventory_template', { item: 'Mobile Number', itemtext1_label: 'Phone Number', allow_dropdown_customer: true });
  let serial = 0;
  const make = async (fields: object = {}) => {
    serial += 1;
    const numbers = { itemtext1: `8961${serial}`, itemtext2: `3101${serial}`, itemtext3: `KEY${serial}` };
    const { status, body } = await staff('PUT', '/crm/inventory/', { item: 'SIM Card', ...numbers, ...fields });
    expect(status).toBe(200);
    return body;
  };
  return { api, staff, customerId, otherId, make };
}

export const path = (item: { inventory_id: number }): string => `/crm/inventory/inventory_id/${item.inventory_id}`;
export const ids = (rows: { inventory_id: number }[]): number[] => rows.map((row) => row.inventory_id);
