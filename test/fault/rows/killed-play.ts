import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { waitUntil } from '../../../scripts/stack/wait-until.ts';
import { expectCleanEnd } from '../../support/clean-end.ts';
import type { JobSystem } from '../../support/job-system.ts';
import { processesOf } from '../../support/processes-of.ts';

/** Row 2: the play's own process killed -9 while its loop adds the second of three allowances. */
export function killedPlay(system: () => JobSystem): void {
  it('ends all of its processes, and the late writes of its attempt are refused', async () => {
    const inTheLoop = Promise.withResolvers<void>();
    system().charging.breakNext({ fault: 'hang', on: /Plan_Voice/, times: 1, onMet: inTheLoop.resolve });
    const order = await system().order('mobile-5gb');
    await inTheLoop.promise;
    const run = join(system().dataDir, 'runs', `${order.provisionId}-1`);
    const { access_token: token } = read<{ access_token: string }>(join(run, 'vars.json'));
    const { main, keeper } = read<Record<'main' | 'keeper', { pid: number }>>(join(run, 'attempt.json'));
    expect(processesOf(run).map(({ pid }) => pid)).toEqual(expect.arrayContaining([main.pid]));

    process.kill(main.pid, 'SIGKILL');

    await waitUntil('the end of the play’s processes', async () => expect(processesOf(run)).toEqual([]), { timeoutSeconds: 10 });
    await waitUntil('the end of its keeper', async () => expect(() => process.kill(keeper.pid, 0)).toThrow(/ESRCH/), { timeoutSeconds: 10 });
    // What gets in before the fence is up is rolled back with the rest.
    await waitUntil('the fence', async () => expect([401, 409]).toContain(await lateWrite(system(), token)), { timeoutSeconds: 20 });
    await expectCleanEnd(system(), await system().ended(order), order);
    expect([401, 409]).toContain(await lateWrite(system(), token));
    expect(await system().facts.rows(`select service_id from service where service_uuid = 'written_late'`)).toEqual([]);
  });
}

const read = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;

async function lateWrite({ demo, facts }: JobSystem, token: string): Promise<number> {
  const [customer] = await facts.rows<{ customer_id: number }>('select customer_id from provision order by provision_id desc limit 1');
  const response = await fetch(`${demo.urls.api}/crm/service/`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...customer, service_name: 'Late', service_uuid: 'written_late' }),
  });
  await response.arrayBuffer();
  return response.status;
}
