import { z } from '@hono/zod-openapi';
import { createImport, largestList } from '../../../domain/inventory/import/create-import.ts';
import { faultyRows } from '../../../domain/inventory/import/faulty-rows.ts';
import { getImport, listImportErrors, listImports } from '../../../domain/inventory/import/get-import.ts';
import { importDraft } from '../../../domain/inventory/import/import-draft.ts';
import { importChannel } from '../../../domain/inventory/import/import-progress.ts';
import { suggestPlans } from '../../../domain/inventory/import/suggest-plans.ts';
import type { Vault } from '../../../domain/settings/vault.ts';
import type { ApiDeps } from '../../deps.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { eventStream } from '../../live/event-stream.ts';
import { pageOf, wholeNumber } from '../../schemas/contract.ts';
import { csvStream } from './csv-stream.ts';
import { importWorkRoutes } from './import-work.ts';
import {
  draftShape,
  importErrorShape,
  importParams as params,
  importPath as path,
  importShape,
  importsPath as base,
  uploadedShape,
  uploadQuery,
} from './import-schemas.ts';

const tag = 'inventory';
const policy = { permission: 'create_inventory' } as const;
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
  endpoint(
    api,
    { method: 'get', path: `${path}/draft`, policy, tag, summary: 'The first rows, and what the columns may become', params, response: draftShape },
    (ctx, input) => importDraft(ctx, input.params.import_id, vault),
  );
  importWorkRoutes(api, deps);
  resultRoutes(api, deps, vault);
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
