import { z } from '@hono/zod-openapi';
import { impersonationColumns } from '../../../domain/identity/list-impersonations.ts';
import { id, instant, text, wholeNumber } from '../../schemas/contract.ts';
import { recordShape } from '../../schemas/record.ts';

/** Whom to act for, and why; the reason is kept in the audit trail. */
export const startBody = z.object({ user_id: id(), reason: text(500).optional() }).openapi('StartImpersonation');
/** Refresh token to return to, for programs; a browser’s is in its cookie. */
export const stopBody = z.object({ refresh_token: z.string().min(1).max(200).optional() }).optional();

/** Tokens of the session that acts for somebody, and when it ends by itself; instants in ISO 8601, UTC. */
export const startedShape = z
  .object({
    success: z.literal(true),
    impersonating_user_id: z.int(),
    target_user_id: z.int(),
    impersonation_start: z.string(),
    expires_at: z.string(),
    access_token: z.string(),
    refresh_token: z.string(),
  })
  .openapi('StartedImpersonation');
/** How long somebody was acted for, in seconds. */
export const stoppedShape = z
  .object({
    success: z.literal(true),
    impersonation_end: z.string(),
    duration_seconds: z.int(),
    /** Tokens of one's own session; null when that ended meanwhile. */
    access_token: z.string().nullable(),
    refresh_token: z.string().nullable(),
  })
  .openapi('StoppedImpersonation');
/** Who acts in this session for its user; null when nobody does. */
export const currentShape = z.object({
  impersonation: z
    .object({
      impersonator_id: z.int(),
      impersonator_email: z.string(),
      impersonator_name: z.string(),
      impersonation_start: z.string(),
      expires_at: z.string(),
    })
    .nullable(),
});
/** Somebody who can be acted for: the user of a customer’s contact. */
export const actableShape = z.object({ user_id: z.int(), contact_id: z.int(), name: z.string(), email: z.string() });
/** One impersonation as the log keeps it, from its beginning to its end in UTC. */
export const logShape = recordShape(impersonationColumns, 'ImpersonationLog');
// A date alone as the end of a range is meant with its whole day.
const lastDay = z.preprocess((value) => (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T23:59:59.999Z` : value), instant());
/** Filters of the log of impersonations; dates are UTC, and an end without a time of day means all of that day. */
export const logQuery = z.object({
  page: wholeNumber(1, 10_000_000).default(1),
  per_page: wholeNumber(1, 200).default(20),
  order: z.enum(['asc', 'desc']).default('desc'),
  user_id: id().optional(),
  impersonating_user_id: id().optional(),
  target_user_id: id().optional(),
  customer_id: id().optional(),
  start_date: instant().optional(),
  end_date: lastDay.optional(),
  min_duration: wholeNumber(0).optional(),
  max_duration: wholeNumber(0).optional(),
});
