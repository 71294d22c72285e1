import type { MikroORM } from '@mikro-orm/postgresql';
import { updateCustomer } from '../../domain/customers/update-customer.ts';
import { systemPrincipal } from '../../domain/identity/principal.ts';
import { initOrm } from '../../domain/orm.ts';
import { httpClient } from './http-client.ts';
import { type BenchRow, elapsedMs, medianPair, row } from './measure.ts';
import { startApi } from './processes.ts';
import type { Bench, World } from './world.ts';

const customers = 64;
/** Many short rounds: what else the machine does for a second or two then falls on few of them. */
const rounds = 41;
const writesPerRound = 100;

/** What the audit trail costs a write: as a person's or a script's request, and as the bare verb behind it. */
export const bench: Bench = { title: 'Audit trail', run: benchAudit };

type Write = (customerId: number, taxIdentifier: string) => Promise<unknown>;

async function benchAudit(world: World): Promise<BenchRow[]> {
  const { orm, url } = await world.database();
  const plain = await initOrm({ clientUrl: url, onCreateConnection: async () => undefined });
  world.onEnd(() => plain.close());
  await orm.em.fork().execute(`insert into customer (customer_name) select 'Customer ' || n from generate_series(1, ${customers}) n`);
  const request = await requests(world, url);
  return [
    await auditRow(orm, 'a customer’s change by a request to the API, audited', request, request),
    await auditRow(orm, 'the same by the verb that the API calls, nothing around it', verb(orm), verb(plain)),
  ];
}

/** One row: `audited` with the table's triggers, `bare` without them. */
async function auditRow(orm: MikroORM, what: string, audited: Write, bare: Write): Promise<BenchRow> {
  const withTriggers = (how: 'enable' | 'disable', write: Write) => async (): Promise<number> => {
    await orm.em.fork().execute(`alter table customer ${how} trigger audit_changed`);
    // The first afterwards read the table's definition anew.
    await changes(write, 5);
    return (await elapsedMs(() => changes(write, writesPerRound))) / writesPerRound;
  };
  const [measured, reference] = await medianPair(rounds, withTriggers('enable', audited), withTriggers('disable', bare));
  return row(what, `${measured.toFixed(2)} ms`, `unaudited ${reference.toFixed(2)} ms`, measured / reference, { atMost: 1.15 });
}

/** Every write sets a value that none before it did. */
let unique = 0;

async function changes(write: Write, times: number): Promise<void> {
  for (let number = 0; number < times; number += 1) await write((number % customers) + 1, `T${(unique += 1)}`);
}

async function requests(world: World, databaseUrl: string): Promise<Write> {
  const api = await startApi(world, databaseUrl);
  const { demo } = await world.system();
  const send = httpClient({ 'x-api-key': demo.api_key ?? '', 'content-type': 'application/json' });
  return (customerId, tax_identifier) => send(`${api}/crm/customer/customer_id/${customerId}`, { method: 'PATCH', body: JSON.stringify({ tax_identifier }) });
}

/** The verb with an author or, without the setting that each transaction begins with, in nobody's name. */
function verb(orm: MikroORM): Write {
  return (customerId, tax_identifier) =>
    updateCustomer({ em: orm.em.fork(), principal: systemPrincipal('bench'), requestId: `bench-${unique}`, ip: '127.0.0.1' }, customerId, { tax_identifier });
}
