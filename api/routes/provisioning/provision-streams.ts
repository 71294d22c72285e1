import { z } from '@hono/zod-openapi';
import type { Ctx } from '../../../domain/context.ts';
import { inScope } from '../../../domain/identity/scope.ts';
import { provisionChannel, provisionsChannel } from '../../../domain/live/append-live-event.ts';
import type { LiveEventJson } from '../../../domain/live/read-live-events.ts';
import { findJob } from '../../../domain/provisioning/find-job.ts';
import { seesResults, withoutResult } from '../../../domain/provisioning/get-job.ts';
import type { ProvisionEventJson } from '../../../domain/provisioning/provision-events.ts';
import type { ProvisionSummary } from '../../../domain/provisioning/provision-summary.ts';
import type { ApiDeps } from '../../deps.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { eventStream } from '../../live/event-stream.ts';
import { id } from '../../schemas/contract.ts';
import { streamShape } from './provision-schemas.ts';

const tag = 'provisioning';
const view = { permission: 'view_provision', own: 'view_own_provision' } as const;

/** Jobs as they go on, as server-sent events (ARC-6): one job from its beginning, or the list from now on. */
export function provisionStreamRoutes(api: Api, { live }: ApiDeps): void {
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/provision/provision_id/{provision_id}/stream',
      policy: view,
      tag,
      summary: 'Watch a job',
      params: z.object({ provision_id: id() }),
      response: streamShape,
    },
    async (ctx, { params, c }) => {
      await findJob(ctx, params.provision_id);
      const open = seesResults(ctx);
      const show = (event: LiveEventJson): LiveEventJson =>
        open || event.type !== 'event' ? event : { ...event, payload: withoutResult(event.payload as ProvisionEventJson) };
      return eventStream(c, { hub: live, em: ctx.em, channel: provisionChannel(params.provision_id), from: 'start', show });
    },
  );
  endpoint(
    api,
    { method: 'get', path: '/crm/provision/stream', policy: view, tag, summary: 'Watch the list of jobs', response: streamShape },
    async (ctx, { c }) => eventStream(c, { hub: live, em: ctx.em, channel: provisionsChannel, from: 'now', show: (event) => ownJob(ctx, event) }),
  );
}

const ownJob = ({ principal }: Ctx, event: LiveEventJson): LiveEventJson | undefined =>
  inScope(principal, (event.payload as ProvisionSummary).customer_id) ? event : undefined;
