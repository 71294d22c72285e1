import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { instant } from '../columns.ts';

/** Something people watching `channel` are told; `seq` is gapless per channel and serves as Last-Event-ID. */
export const LiveEvent = defineEntity({
  name: 'LiveEvent',
  tableName: 'live_event',
  uniques: [{ name: 'live_event_channel_seq', properties: ['channel', 'seq'] }],
  properties: {
    id: p.bigint().primary(),
    channel: p.string().length(100),
    seq: p.integer(),
    type: p.string().length(40),
    payload: p.json(),
    created: instant().defaultRaw('now()'),
  },
});
export type LiveEventEntity = InferEntity<typeof LiveEvent>;
