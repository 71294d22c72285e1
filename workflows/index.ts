// Temporal's bundler takes every workflow from one module.
export { inventoryImportWorkflow } from './inventory/import.workflow.ts';
export { stockWatchWorkflow } from './inventory/stock-watch.workflow.ts';
export { accountMailWorkflow } from './identity/account-mail.workflow.ts';
export { deprovisionWorkflow } from './provisioning/deprovision.workflow.ts';
export { provisionWorkflow } from './provisioning/provision.workflow.ts';
