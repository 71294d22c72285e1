import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { expect } from 'vitest';
import { waitUntil } from '../../scripts/stack/wait-until.ts';
import type { JobSystem } from './job-system.ts';
import { processesOf } from './processes-of.ts';
import { stockWatchWorkflowId } from '../../workflows/inventory/stock-watch.contract.ts';

/** Statements that find what must never be, by the rule they break. */
const broken = {
  'a job still runs': 'select provision_id from provision where provisioning_status = 1',
  'a task still runs': 'select provision_id, event_name from provision_event where provisioning_status = 1',
  'a step still runs': `select workflow_id, name from process_step where status = 'running'`,
  'a job ended with something left': `select provision_id, reason from provision where provisioning_status = 2 and reason like '%incomplete%'`,
  'stock is held by a job that is over': `select i.inventory_id, p.provision_id from inventory i join provision p on p.provision_id = i.reserved_provision_id
     where p.provisioning_status <> 1`,
  'stock is assigned without its owner, or owned without being assigned': `select inventory_id, item_state, customer_id, service_id from inventory i
     where (item_state = 'Assigned') is distinct from (customer_id is not null)
        or (service_id is not null and not exists (select from service s where s.service_id = i.service_id and s.customer_id = i.customer_id))`,
  'a service has another number of items than its order': `select s.service_id, count(i.inventory_id) from service s join product p using (product_id)
     left join inventory i using (service_id) where s.service_status = 'Active'
     group by s.service_id, p.inventory_items_list having count(i.inventory_id) <> case when p.inventory_items_list like '%SIM%' then 2 else 0 end`,
  'a job made two services': 'select provision_id from service where provision_id is not null group by provision_id having count(*) > 1',
  'a job that failed left a service': `select s.service_id from service s join provision p using (provision_id) where p.provisioning_status <> 0`,
  'a job that failed left a charge': `select t.transaction_id from customer_transaction t join provision p using (provision_id) where p.provisioning_status <> 0 and not t.void`,
  'a job charged twice for one thing': `select provision_id, title from customer_transaction where not void and provision_id is not null group by provision_id, title having count(*) > 1`,
  'a live channel has a gap or a repeat': 'select channel from live_event group by channel having max(seq) <> count(*) or min(seq) <> 1',
};

/** Asserts what must hold after every fault: in the CRM, in the charging engine, on the network, in Temporal and on the machine. */
export async function expectSound(system: JobSystem): Promise<void> {
  await noWorkflowOpen(system);
  const found = await Promise.all(Object.entries(broken).map(async ([rule, sql]) => [rule, await system.facts.rows(sql)] as const));
  expect(found.filter(([, rows]) => rows.length > 0)).toEqual([]);
  const services = await system.facts.rows<{ name: string }>(
    `select service_uuid as name from service where service_status = 'Active' and provision_id is not null`,
  );
  expect((await system.facts.accounts()).toSorted()).toEqual(services.map(({ name }) => name).toSorted());
  await expectNetworkEqual(system);
  const runs = join(system.dataDir, 'runs');
  await expect.poll(() => readdirSync(runs), { timeout: 20_000 }).toEqual([]);
  await expect.poll(() => processesOf(runs), { timeout: 20_000 }).toEqual([]);
}

/** The list of open runs follows their end by a moment. */
async function noWorkflowOpen(system: JobSystem): Promise<void> {
  const connection = await Connection.connect({ address: `127.0.0.1:${system.port('temporal')}` });
  try {
    const { workflow } = new Client({ connection });
    const look = async (): Promise<void> => {
      const open: string[] = [];
      for await (const { workflowId } of workflow.list({ query: `ExecutionStatus = 'Running'` })) {
        // The watch over stock comes back every five minutes for as long as the system lives.
        if (workflowId !== stockWatchWorkflowId) open.push(workflowId);
      }
      if (open.length > 0) throw new Error(open.join(', '));
    };
    await waitUntil('the end of all workflows', look, { timeoutSeconds: 20 });
  } finally {
    await connection.close();
  }
}

/** The network knows the SIM cards of active services and no others. */
async function expectNetworkEqual({ demo, facts }: JobSystem): Promise<void> {
  const response = await fetch(`${demo.sandboxes.hss}/subscriber`);
  const known = ((await response.json()) as { imsi: string }[]).map(({ imsi }) => imsi);
  const sold = await facts.rows<{ imsi: string }>(
    `select i.itemtext2 as imsi from inventory i join service s using (service_id) where i.item = 'SIM Card' and s.service_status = 'Active'`,
  );
  expect(known.toSorted()).toEqual(sold.map(({ imsi }) => imsi).toSorted());
}
