import type { Ctx } from '../../../domain/context.ts';
import { DomainError } from '../../../domain/errors.ts';
import { demandImport } from '../../../domain/inventory/import/begin-import.ts';
import { freeImport } from '../../../domain/inventory/import/finish-import.ts';
import { getImport } from '../../../domain/inventory/import/get-import.ts';
import type { ImportJson, ImportMode } from '../../../domain/inventory/import/import-columns.ts';
import type { ImportPlan, ImportStart } from '../../../domain/inventory/import/import-row.ts';
import type { ApiDeps } from '../../deps.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { importParams as params, importPath as path, importPlan, importShape } from './import-schemas.ts';

const one = { tag: 'inventory', params, response: importShape, status: 202 } as const;
const policy = { permission: 'create_inventory' } as const;

/** Has a list checked, taken in, taken out again or left as it is (INV-6). */
export function importWorkRoutes(api: Api, { temporal }: ApiDeps): void {
  const start = async ({ em, principal }: Ctx, importId: number, mode: ImportMode, how: ImportStart | null): Promise<ImportJson> => {
    const found = await demandImport(em, importId, mode, how);
    await temporal.startImport({ importId, mode, userId: principal.userId, userLabel: principal.label, start: how });
    return found;
  };
  endpoint(
    api,
    { method: 'post', ...one, path: `${path}/check`, policy, summary: 'Check every row; nothing is taken in', body: importPlan },
    async (ctx, input) => {
      const { inventory_template_id: templateId, ...plan } = input.body;
      return start(ctx, input.params.import_id, 'check', { templateId, plan: plan as ImportPlan });
    },
  );
  endpoint(api, { method: 'post', ...one, path: `${path}/run`, policy, summary: 'Take the good rows into stock, or go on doing so' }, (ctx, input) =>
    start(ctx, input.params.import_id, 'import', null),
  );
  endpoint(
    api,
    {
      method: 'post',
      ...one,
      path: `${path}/undo`,
      policy: { permission: 'delete_inventory' },
      summary: 'Take everything out again, as long as it is untouched',
    },
    (ctx, input) => start(ctx, input.params.import_id, 'undo', null),
  );
  endpoint(api, { method: 'post', ...one, path: `${path}/cancel`, policy, summary: 'Stop; what is done stays' }, async (ctx, input) => {
    const found = await getImport(ctx.em, input.params.import_id);
    await temporal.cancelImport(found.import_id).catch(async (refusal: unknown) => {
      const isOver = refusal instanceof DomainError && refusal.kind === 'precondition';
      if (!isOver || !(await freeImport(ctx.em, found))) throw refusal;
    });
    return found;
  });
}
