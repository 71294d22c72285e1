import { beginImport } from '../../../domain/inventory/import/begin-import.ts';
import { finishImport, undoImport } from '../../../domain/inventory/import/finish-import.ts';
import { processRows } from '../../../domain/inventory/import/import-rows.ts';
import { stageRows } from '../../../domain/inventory/import/stage-rows.ts';
import { createVault } from '../../../domain/settings/vault.ts';
import type { ImportInput } from '../../../workflows/inventory/import.contract.ts';
import type { TestApi } from '../../support/api.ts';

/** Does with an import what its worker does, at once. */
export async function workOn(api: TestApi, { importId, mode, start }: ImportInput): Promise<void> {
  const em = api.em();
  const vault = createVault(api.deps.config);
  let { doneRows: at } = await beginImport(em, importId, mode, start);
  if (mode === 'undo') await undoImport(em, importId);
  else {
    await stageRows(em, importId, vault, () => undefined);
    for (let isFinished = false; !isFinished;) ({ doneRows: at, isFinished } = await processRows(api.em(), importId, mode, at, vault));
  }
  await finishImport(em, importId, mode, { result: 'done' });
}
