import { proxyActivities } from '@temporalio/workflow';
import type { StockActivities } from '../../activities/inventory/contract.ts';
import { network } from '../activity-options.ts';

const { reportLowStock } = proxyActivities<StockActivities>({ ...network, startToCloseTimeout: '45 s', scheduleToCloseTimeout: '4 min' });

/** One look at what has run low; it is started every few minutes (see `stock-watch.contract.ts`). */
export async function stockWatchWorkflow(): Promise<{ mails: number }> {
  return reportLowStock();
}
