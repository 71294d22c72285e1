import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../../activities/adapters/telemetry/process-log.ts';

describe('logs', () => {
  it('leave secrets out, however deep in an entry', () => {
    const lines: string[] = [];
    const log = createLog('test', new Writable({ write: (chunk: Buffer, _encoding, done) => (lines.push(chunk.toString()), done()) }));
    log.warn({ password: 'p1-hidden', body: { token: 't2-hidden', user: { secret: 's3-hidden', email: 'ada@example.com' } } }, 'refused');
    expect(lines.join('')).not.toContain('hidden');
    expect(lines.join('')).toContain('ada@example.com');
  });
});
