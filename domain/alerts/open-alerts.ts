import type { Ctx } from '../context.ts';
import type { PermissionName } from '../identity/permissions.ts';
import { holds } from '../identity/principal.ts';
import { isTenant } from '../identity/scope.ts';
import { lowStockAlerts } from '../inventory/stock/low-stock-alerts.ts';
import { failedMessageAlerts } from '../messaging/failed-message-alerts.ts';
import { failedJobAlerts } from '../provisioning/failed-job-alerts.ts';
import type { OpenAlert } from './alert.ts';

/** A part of the system that may have alerts, and who is told. */
interface AlertSource {
  permission: PermissionName;
  alerts: (ctx: Ctx) => Promise<OpenAlert[]>;
}

/** Everything that is asked for alerts, in the order they are shown; add a source here. */
const sources: readonly AlertSource[] = [
  { permission: 'view_provision', alerts: failedJobAlerts },
  { permission: 'view_communication', alerts: failedMessageAlerts },
  { permission: 'view_inventory', alerts: lowStockAlerts },
];

/** What wants attention now (CFG-4), as far as the caller may see it; nothing for a customer's users. */
export async function openAlerts(ctx: Ctx): Promise<OpenAlert[]> {
  if (isTenant(ctx.principal)) return [];
  const alerts: OpenAlert[] = [];
  for (const source of sources) if (holds(ctx.principal, source.permission)) alerts.push(...(await source.alerts(ctx)));
  return alerts;
}
