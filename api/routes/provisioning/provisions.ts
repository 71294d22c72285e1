import { z } from '@hono/zod-openapi';
import { invalid, precondition } from '../../../domain/errors.ts';
import { demand } from '../../../domain/identity/principal.ts';
import { findJob, prepareRetry } from '../../../domain/provisioning/find-job.ts';
import { getJob } from '../../../domain/provisioning/get-job.ts';
import { listJobs } from '../../../domain/provisioning/list-jobs.ts';
import { jobOutcome } from '../../../domain/provisioning/outcome.ts';
import { prepareDeprovision } from '../../../domain/provisioning/prepare-deprovision.ts';
import { prepareOrder } from '../../../domain/provisioning/prepare-order.ts';
import type { ApiDeps } from '../../deps.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { id, listQuery, pageOf } from '../../schemas/contract.ts';
import { fullProvisionShape, messageShape, newProvision, outcomeShape, provisionShape, startedShape } from './provision-schemas.ts';
import { provisionStreamRoutes } from './provision-streams.ts';
import { startJob, startOrder } from './start-job.ts';

const tag = 'provisioning';
const view = { permission: 'view_provision', own: 'view_own_provision' } as const;
const create = { permission: 'create_provision' } as const;
const params = z.object({ provision_id: id() });
const path = '/crm/provision/provision_id/{provision_id}';

/** Provisioning jobs (chapter 18): order, watch, run again, cancel; and the end of a service. */
export function provisionRoutes(api: Api, deps: ApiDeps): void {
  orderRoutes(api, deps);
  endpoint(
    api,
    { method: 'get', path: '/crm/provision', policy: view, tag, summary: 'List and search jobs', query: listQuery, response: pageOf(provisionShape) },
    (ctx, { query }) => listJobs(ctx, query),
  );
  endpoint(
    api,
    { method: 'get', path, policy: view, tag, summary: 'Read a job with its tasks and steps', params, response: fullProvisionShape },
    (ctx, input) => getJob(ctx, input.params.provision_id, deps.config.temporal),
  );
  endpoint(
    api,
    { method: 'get', path: `${path}/outcome`, policy: view, tag, summary: 'What a job made, or what is left of it', params, response: outcomeShape },
    (ctx, input) => jobOutcome(ctx, input.params.provision_id, { secret: deps.config.jwt_secret, engine: deps.charging }),
  );
  provisionStreamRoutes(api, deps);
}

function orderRoutes(api: Api, deps: ApiDeps): void {
  endpoint(
    api,
    { method: 'put', path: '/crm/provision', policy: create, tag, summary: 'Start a job; answers at once', body: newProvision, response: startedShape },
    async (ctx, { body, c }) => {
      const key = c.req.header('idempotency-key');
      const { product_id, customer_id, service_id, action, ...rest } = body;
      const serviceId = service_id ?? undefined;
      if (action === 'deprovision') {
        demand(ctx.principal, { permission: 'update_customer_service' });
        if (serviceId === undefined) throw invalid('service_id', 'service_id: is missing.');
        return startOrder(deps, ctx, await prepareDeprovision(ctx, serviceId), key);
      }
      if (product_id === undefined) throw invalid('product_id', 'product_id: is missing.');
      return startOrder(deps, ctx, await prepareOrder(ctx, { product_id, customer_id: customer_id ?? undefined, service_id: serviceId, body: rest }), key);
    },
  );
  endpoint(
    api,
    { method: 'post', path: `${path}/retry`, policy: create, tag, summary: 'Run a failed job once more', params, response: startedShape },
    async (ctx, input) => {
      const { label, ...order } = await prepareRetry(ctx, deps.config.jwt_secret, input.params.provision_id);
      return startJob(deps, order, label);
    },
  );
  endpoint(
    api,
    { method: 'post', path: `${path}/cancel`, policy: create, tag, summary: 'Stop a running job and undo it', params, response: messageShape },
    async (ctx, input) => {
      const job = await findJob(ctx, input.params.provision_id);
      if (job.provisioning_status !== 1) throw precondition('The job is over.');
      const { userId, impersonatorId } = ctx.principal;
      await deps.temporal.cancelProvision(job.provision_id, { userId, impersonatorId });
      return { message: 'The job is being cancelled; everything it made is undone' };
    },
  );
  endpoint(
    api,
    {
      method: 'post',
      path: '/crm/service/service_id/{service_id}/deprovision',
      policy: { permission: 'update_customer_service' },
      tag,
      summary: 'End a service: its play’s clean-up, its account, its stock',
      params: z.object({ service_id: id() }),
      response: startedShape,
    },
    async (ctx, input) => startOrder(deps, ctx, await prepareDeprovision(ctx, input.params.service_id), input.c.req.header('idempotency-key')),
  );
}
