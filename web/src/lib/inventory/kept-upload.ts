import type { UploadedImport } from '#lib/api/imports-service.ts';

let kept: UploadedImport | undefined;

/** Hands an upload's first rows and suggestions from the page of imports to the import's own, which the API tells only once. */
export function keepUpload(uploaded: UploadedImport): void {
  kept = uploaded;
}

/** What was handed over for this import. */
export const keptUpload = (importId: number): UploadedImport | undefined =>
  kept?.import_id === importId ? kept : undefined;
