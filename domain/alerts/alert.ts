/** Something that wants a person's attention and is not mended yet. */
export interface OpenAlert {
  /** Stays the same for as long as the alert is open. */
  id: string;
  kind: 'low_stock' | 'failed_job' | 'failed_message';
  severity: 'warning' | 'danger';
  title: string;
  detail: string;
  /** Page of the portal where it is mended; null when there is none. */
  href: string | null;
  /** ISO 8601. */
  since: string | null;
}

/** Most alerts that are told of one kind of thing; what goes beyond is counted. */
export const alertsOfAKind = 10;

/** How far back failures are told, hours. */
export const failureWindowHours = 24;
