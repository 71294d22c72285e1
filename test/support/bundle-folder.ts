import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where tests keep the workflows' bundle, which is made once per version of their code. */
export const bundleFolder = join(tmpdir(), 'linewright-test-bundles');
