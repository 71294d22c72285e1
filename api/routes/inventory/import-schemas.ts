import { z } from '@hono/zod-openapi';
import { importColumns } from '../../../domain/inventory/import/import-columns.ts';
import { importFields } from '../../../domain/inventory/import/import-fields.ts';
import { itemStates, itemTextKeys } from '../../../domain/inventory/inventory-rules.ts';
import { id, optionalText } from '../../schemas/contract.ts';
import { recordShape } from '../../schemas/record.ts';

const mapping = z.partialRecord(z.enum(importFields as unknown as [string, ...string[]]), z.int().min(0).max(199));

/** Where imports are, and one of them. */
export const importsPath = '/crm/inventory/import';
export const importPath = `${importsPath}/import_id/{import_id}`;

/** How a list becomes items. */
export const importPlan = z
  .object({
    inventory_template_id: id(),
    mapping,
    defaults: z.object({ item_state: z.enum(itemStates).optional(), item_location: optionalText(255).optional() }).default({}),
    unique: z
      .enum(itemTextKeys as [string, ...string[]])
      .nullable()
      .default(null),
  })
  .openapi('InventoryImportPlan');

const plan = z.object({ mapping: z.record(z.string(), z.int()), defaults: z.record(z.string(), z.unknown()), unique: z.string().nullable() }).nullable();

/** Upload of items with its column names, its plan and how far its rows are. */
export const importShape = recordShape(importColumns, 'InventoryImportColumns')
  .extend({ header: z.array(z.string()), plan })
  .openapi('InventoryImport');

/** First rows of a list, and which column each template's fields would come from. */
export const draftShape = z
  .object({
    sample: z.array(z.array(z.string())),
    suggestions: z.array(z.object({ inventory_template_id: z.int(), item: z.string(), mapping: z.record(z.string(), z.int()), unique: z.string().nullable() })),
  })
  .openapi('InventoryImportDraft');

/** What a fresh upload is answered with. */
export const uploadedShape = importShape.extend(draftShape.shape).openapi('UploadedInventoryImport');

/** Fault of one line of a list, with the key it concerns and the list's own name for it; null when it is the line as a whole. */
export const importErrorShape = z
  .object({ file_row: z.int(), field: z.string().nullable(), column: z.string().nullable(), message: z.string() })
  .openapi('InventoryImportError');

export const importParams = z.object({ import_id: id() });
/** Name of the file a list comes from, as people know it. */
export const uploadQuery = z.object({ file_name: z.string().min(1).max(255) });
