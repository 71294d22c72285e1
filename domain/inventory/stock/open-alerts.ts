import type { Ctx } from '../../context.ts';
import { holds } from '../../identity/principal.ts';
import type { PermissionName } from '../../identity/permissions.ts';
import { isTenant } from '../../identity/scope.ts';
import { listThresholds } from './thresholds.ts';

/** Something that wants a person's attention and is not mended yet. */
export interface OpenAlert {
  /** Stays the same for as long as the alert is open. */
  id: string;
  kind: string;
  severity: 'warning' | 'danger';
  title: string;
  detail: string;
  /** Page of the portal where it is mended. */
  href: string;
  /** ISO 8601. */
  since: string | null;
}

/** A part of the system that may have alerts, and who is told. */
interface AlertSource {
  permission: PermissionName;
  alerts: (ctx: Ctx) => Promise<OpenAlert[]>;
}

/** Everything that is asked for alerts, in the order they are shown; add a source here. */
const sources: readonly AlertSource[] = [{ permission: 'view_inventory', alerts: lowStock }];

/** What wants attention now, as far as the caller may see it; nothing for a customer's users. */
export async function openAlerts(ctx: Ctx): Promise<OpenAlert[]> {
  if (isTenant(ctx.principal)) return [];
  const alerts: OpenAlert[] = [];
  for (const source of sources) if (holds(ctx.principal, source.permission)) alerts.push(...(await source.alerts(ctx)));
  return alerts;
}

async function lowStock({ em }: Ctx): Promise<OpenAlert[]> {
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
