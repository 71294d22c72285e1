import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { Context } from '@temporalio/activity';
import { actingAs } from '../../domain/activity-log/author.ts';
import { beginImport } from '../../domain/inventory/import/begin-import.ts';
import { finishImport, undoImport } from '../../domain/inventory/import/finish-import.ts';
import { processRows } from '../../domain/inventory/import/import-rows.ts';
import { stageRows } from '../../domain/inventory/import/stage-rows.ts';
import type { Vault } from '../../domain/settings/vault.ts';
import type { ImportActivities, ImportStepInput } from './contract.ts';

/** What the steps of an import need; tests pass their own. */
export interface ImportDeps {
  orm: MikroORM;
  vault: Vault;
}

const beatMs = 2000;

/** Steps of taking lists of items into stock, in the name of who asked for it. */
export function createImportActivities({ orm, vault }: ImportDeps): ImportActivities {
  const asked = <T>({ userId, userLabel, importId }: ImportStepInput, work: (em: EntityManager) => Promise<T>): Promise<T> =>
    actingAs(
      () => ({ kind: 'user', user_id: userId, label: userLabel, workflow_id: `inventory-import-${importId}` }),
      () => work(orm.em.fork()),
    );
  return {
    beginImport: ({ start, ...step }) => asked(step, (em) => beginImport(em, step.importId, step.mode, start)),
    stageImportRows: (step) => asked(step, async (em) => void (await beating((beat) => stageRows(em, step.importId, vault, beat)))),
    processImportRows: ({ fromRow, ...step }) => asked(step, (em) => beating(() => processRows(em, step.importId, step.mode, fromRow, vault))),
    undoImport: (step) => asked(step, async (em) => void (await beating(() => undoImport(em, step.importId)))),
    finishImport: ({ end, ...step }) => asked(step, (em) => finishImport(em, step.importId, step.mode, end)),
  };
}

/** Tells Temporal every two seconds that the worker is alive, for as long as the work goes on. */
async function beating<T>(work: (beat: () => void) => Promise<T>): Promise<T> {
  const context = Context.current();
  const pulse = setInterval(() => context.heartbeat(), beatMs);
  try {
    return await work(() => context.heartbeat());
  } finally {
    clearInterval(pulse);
  }
}
