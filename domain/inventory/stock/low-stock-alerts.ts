import type { OpenAlert } from '../../alerts/alert.ts';
import type { Ctx } from '../../context.ts';
import { listThresholds } from './thresholds.ts';

/** Kinds of stock of which there is less than there should be. */
export async function lowStockAlerts({ em }: Ctx): Promise<OpenAlert[]> {
  const low = (await listThresholds(em)).filter(({ is_low }) => is_low);
  return low.map((threshold) => ({
    id: `low-stock-${threshold.threshold_id}`,
    kind: 'low_stock',
    severity: threshold.available === 0 ? 'danger' : 'warning',
    title: `${threshold.item} ${threshold.available === 0 ? 'is out of stock' : 'runs low'}`,
    detail: `${threshold.available} of ${threshold.minimum} available${threshold.item_location === null ? '' : ` at ${threshold.item_location}`}`,
    href: '/inventory/stock',
    since: threshold.low_since,
  }));
}
