import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { largestList } from '../../../domain/inventory/import/create-import.ts';

const textOf = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

describe('the portal', () => {
  // Its server refuses bodies of more than 512 KiB unless it is told otherwise, and the browser uploads through it.
  it.each(['scripts/stack/application.ts', 'compose.yaml', 'deploy/helm/templates/portal.yaml', 'docs/operators.md'])(
    'lets the largest list through when started by %s',
    (path) => {
      const [, mebibytes = '0'] = /BODY_SIZE_LIMIT["']?[:=\s]+["']?(\d+)M\b/.exec(textOf(path)) ?? [];
      expect(Number(mebibytes) * 1024 * 1024).toBeGreaterThan(largestList);
    },
  );
});
