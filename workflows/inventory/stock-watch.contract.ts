/** Workflow id of the watch over the stock: there is one. */
export const stockWatchWorkflowId = 'inventory-stock-watch';

/** Name of the workflow function, for starting it without loading its code. */
export const stockWatchWorkflowType = 'stockWatchWorkflow';

/** When the stock is looked at (cron). */
export const stockWatchTimes = '*/5 * * * *';
