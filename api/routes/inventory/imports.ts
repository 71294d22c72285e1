import { z } from '@hono/zod-openapi';
import type { Ctx } from '../../../domain/context.ts';
import { demandMode, demandPlan } from '../../../domain/inventory/import/begin-import.ts';
import { createImport, largestList } from '../../../domain/inventory/import/create-import.ts';
import { faultyRows } from '../../../domain/inventory/import/faulty-rows.ts';
import { finishImport, touchedItems, touchedMessage } from '../../../domain/inventory/import/finish-import.ts';
import { getImport, listImportErrors, listImports } from '../../../domain/inventory/import/get-import.ts';
import type { ImportJson, ImportMode } from '../../../domain/inventory/import/import-columns.ts';
import { busyStatuses, importChannel } from '../../../domain/inventory/import/import-progress.ts';
import type { ImportPlan } from '../../../domain/inventory/import/import-row.ts';
import { suggestPlans } from '../../../domain/inventory/import/suggest-plans.ts';
import { DomainError, precondition } from '../../../domain/errors.ts';
import type { Vault } from '../../../domain/settings/vault.ts';
import type { ApiDeps } from '../../deps.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { eventStream } from '../../live/event-stream.ts';
import { pageOf, wholeNumber } from '../../schemas/contract.ts';
import { csvStream } from './csv-stream.ts';
import { importErrorShape, importParams as params, importPlan, importShape, uploadedShape, uploadQuery } from './import-schemas.ts';

const tag = 'inventory';
const policy = { permission: 'create_inventory' } as const;
const base = '/crm/inventory/import';
const path = `${base}/import_id/{import_id}`;
const pageQuery = z.object({ page: wholeNumber(1, 1_000_000).default(1), per_page: wholeNumber(1, 200).default(20) });

/** Lists of items on their way into stock (INV-6). */
export function importRoutes(api: Api, deps: ApiDeps, vault: Vault): void {
  endpoint(
    api,
    {
      method: 'post',
      path: base,
      policy,
      tag,
      summary: 'Upload a list (the body is the CSV file)',
      query: uploadQuery,
      maxBodyBytes: largestList,
      response: uploadedShape,
    },
    async (ctx, { query, c }) => {
      const made = await createImport(ctx, { name: query.file_name, bytes: new Uint8Array(await c.req.arrayBuffer()) }, vault);
      return { ...made, suggestions: await suggestPlans(ctx, made.header, made.sample) };
    },
  );
  endpoint(api, { method: 'get', path: base, policy, tag, summary: 'List the imports', query: pageQuery, response: pageOf(importShape) }, (ctx, { query }) =>
    listImports(ctx, query),
  );
  endpoint(api, { method: 'get', path, policy, tag, summary: 'Read an import', params, response: importShape }, (ctx, input) =>
    getImport(ctx.em, input.params.import_id),
  );
  workRoutes(api, deps);
  resultRoutes(api, deps, vault);
}

function workRoutes(api: Api, deps: ApiDeps): void {
  endpoint(
    api,
    {
      method: 'post',
      path: `${path}/check`,
      policy,
      tag,
      summary: 'Check every row; nothing is taken in',
      params,
      body: importPlan,
      response: importShape,
      status: 202,
    },
    async (ctx, input) => {
      const { inventory_template_id: templateId, ...plan } = input.body;
      return start(deps, ctx, input.params.import_id, 'check', { templateId, plan: plan as ImportPlan });
    },
  );
  for (const [mode, summary] of [
    ['import', 'Take the good rows into stock, or go on doing so'],
    ['undo', 'Take everything out again, as long as it is untouched'],
  ] as const) {
    const action = mode === 'import' ? 'run' : 'undo';
    endpoint(
      api,
      {
        method: 'post',
        path: `${path}/${action}`,
        policy: mode === 'undo' ? { permission: 'delete_inventory' } : policy,
        tag,
        summary,
        params,
        response: importShape,
        status: 202,
      },
      (ctx, input) => start(deps, ctx, input.params.import_id, mode, null),
    );
  }
  endpoint(
    api,
    { method: 'post', path: `${path}/cancel`, policy, tag, summary: 'Stop; what is done stays', params, response: importShape, status: 202 },
    async (ctx, input) => {
      const found = await getImport(ctx.em, input.params.import_id);
      await deps.temporal.cancelImport(found.import_id).catch((error: unknown) => free(ctx, found, error));
      return found;
    },
  );
}

/** Frees an import that was busy when its process was ended from outside, so that people may go on or undo it. */
async function free({ em }: Ctx, { import_id: id, status }: ImportJson, refusal: unknown): Promise<void> {
  const isOver = refusal instanceof DomainError && refusal.kind === 'precondition';
  if (!isOver || !busyStatuses.includes(status)) throw refusal;
  await finishImport(em, id, 'import', { result: 'cancelled', reason: 'Its process had been ended from outside.' });
}

function resultRoutes(api: Api, { live, log }: ApiDeps, vault: Vault): void {
  endpoint(
    api,
    {
      method: 'get',
      path: `${path}/errors`,
      policy,
      tag,
      summary: 'What is wrong with the rows',
      params,
      query: pageQuery,
      response: pageOf(importErrorShape),
    },
    (ctx, input) => listImportErrors(ctx, input.params.import_id, input.query),
  );
  endpoint(
    api,
    { method: 'get', path: `${path}/errors.csv`, policy, tag, summary: 'The faulty rows as a file', params, response: z.string() },
    async (ctx, input) => {
      await getImport(ctx.em, input.params.import_id);
      return csvStream(input.c, log, `import-${input.params.import_id}-errors.csv`, faultyRows(ctx, input.params.import_id, vault));
    },
  );
  endpoint(
    api,
    { method: 'get', path: `${path}/stream`, policy, tag, summary: 'Watch an import (server-sent events)', params, response: z.string() },
    async (ctx, input) => {
      await getImport(ctx.em, input.params.import_id);
      return eventStream(input.c, { hub: live, em: ctx.em, channel: importChannel(input.params.import_id), from: 'now', show: (event) => event });
    },
  );
}

async function start({ temporal }: ApiDeps, ctx: Ctx, importId: number, mode: ImportMode, how: { templateId: number; plan: ImportPlan } | null) {
  const found = await getImport(ctx.em, importId);
  demandMode(found, mode);
  if (how !== null) await demandPlan(ctx.em, found, how.templateId, how.plan);
  if (mode === 'undo') {
    const touched = await touchedItems(ctx.em, importId);
    if (touched.count > 0) throw precondition(touchedMessage(touched));
  }
  const { userId, label } = ctx.principal;
  await temporal.startImport({ importId, mode, userId, userLabel: label, start: how });
  return found;
}
