import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';

/** Outcome of a check of the audit trail. */
export interface ChainReport {
  /** Rows whose place and hash are right, from the first one on. */
  checked: number;
  /** Rows that are not in the chain yet. */
  unsealed: number;
  /** Last place and hash; noted elsewhere, they show a chain that somebody rewrote as a whole. */
  head: { seq: number; hash: string };
  /** The first row that is not what it was, and what is wrong with it. */
  broken?: { seq: number; activityId: number | null; reason: string };
}

interface SealedRow {
  activity_id: number;
  seq: number;
  hash: string;
  content: string;
}

const rowsAtOnce = 5000;
const genesis = '0'.repeat(64);

/** Follows the hash chain from its first row to its end and stops at the first row that was changed, moved or removed. */
export async function verifyChain(em: EntityManager): Promise<ChainReport> {
  let head = { seq: 0, hash: genesis };
  const report = async (broken?: ChainReport['broken']): Promise<ChainReport> => {
    const [open] = await em.execute<{ unsealed: number }[]>('select count(*)::int as unsealed from activity_log where seq is null');
    return { checked: head.seq, unsealed: open?.unsealed ?? 0, head, ...(broken === undefined ? {} : { broken }) };
  };
  const [end] = await em.execute<{ seq: number; hash: string }[]>('select seq::float8 as seq, hash from activity_chain');
  for (let rows = await after(em, 0); rows.length > 0; rows = await after(em, head.seq)) {
    for (const row of rows) {
      const place = head.seq + 1;
      if (row.seq !== place) return report({ seq: place, activityId: null, reason: 'the row is missing' });
      if (row.hash !== linked(head.hash, row.content)) return report({ seq: place, activityId: row.activity_id, reason: 'the row or its hash was changed' });
      head = { seq: place, hash: row.hash };
      if (place === end?.seq && row.hash !== end.hash) return report({ seq: place, activityId: row.activity_id, reason: 'the chain was rewritten' });
    }
  }
  if (end === undefined || head.seq < end.seq) return report({ seq: head.seq + 1, activityId: null, reason: 'the end of the trail was cut off' });
  return report();
}

const linked = (before: string, content: string): string =>
  createHash('sha256')
    .update(before + content)
    .digest('hex');

/** Rows in the chain's order with their content spelt out here, so that a changed function in the database hides nothing. */
const after = (em: EntityManager, seq: number): Promise<SealedRow[]> =>
  em.execute<SealedRow[]>(
    `select activity_id::float8 as activity_id, seq::float8 as seq, hash,
            jsonb_build_array(activity_id, (extract(epoch from at) * 1000000)::bigint, category, action, entity_kind, entity_id, entity_label, customer_id,
              actor_kind, user_id, actor_label, impersonator_id, impersonator_label, api_key_id, ip, user_agent, request_id, workflow_id, provision_id,
              before, after, details)::text as content
       from activity_log where seq > ? order by seq limit ?`,
    [seq, rowsAtOnce],
  );
