import { type Answer, httpServer, type ReceivedRequest, type TestServer } from './http-server.ts';

type Row = Record<string, unknown>;

/** A small operator for plays to work on, with the CRM's paths and, under the same address, an HSS and Mailjet. */
export interface FakeCrm extends TestServer {
  services: Map<number, Row>;
  inventory: Map<number, Row>;
  transactions: Map<number, Row>;
  subscribers: Map<string, Row>;
  mails: Row[];
  /** Answers requests whose `METHOD /path` begins with the key instead of the operator. */
  faults: Map<string, Answer>;
}

const product = {
  product_id: 42,
  product_name: 'Prepaid Mobile 20GB',
  product_slug: 'prepaid-20',
  comment: 'SIM with 20 GB',
  service_type: 'mobile',
  icon: 'fa-solid fa-sim-card',
  retail_cost: 15,
  wholesale_cost: 5,
  retail_setup_cost: 2.5,
  wholesale_setup_cost: 1,
};
const contacts = [{ contact_firstname: 'Ana', contact_lastname: 'Silva', contact_email: 'ana@example.com' }];
const site = { address_line_1: 'Main St 1', city: 'Lisbon', state: 'LX', latitude: '38.7', longitude: '-9.1' };

/** Starts the operator; it is gone after the test. */
export async function fakeCrm(): Promise<FakeCrm> {
  const state = {
    services: new Map<number, Row>(),
    inventory: new Map<number, Row>([
      [5001, { inventory_id: 5001, item: 'SIM Card', iccid: '8944', imsi: '310120123456789', ki: 'k'.repeat(32), opc: 'o'.repeat(32), ...inStock }],
      [5002, { inventory_id: 5002, item: 'Mobile Number', itemtext1: '+44 7700 900123', ...inStock }],
    ]),
    transactions: new Map<number, Row>(),
    subscribers: new Map<string, Row>(),
    mails: [] as Row[],
    faults: new Map<string, Answer>(),
  };
  const server = await httpServer((request) => {
    const fault = [...state.faults].find(([prefix]) => `${request.method} ${request.path}`.startsWith(prefix));
    return fault?.[1] ?? answer(state, request);
  });
  return Object.assign(server, state);
}

const inStock = { item_state: 'In Stock', customer_id: null, service_id: null };

function answer(state: Omit<FakeCrm, keyof TestServer>, request: ReceivedRequest): Answer {
  const { method } = request;
  const [path = '', id = ''] = splitId(request.path.split('?')[0] ?? '');
  const body = (request.body ?? {}) as Row;
  if (path === '/v3.1/send') return { json: { Messages: [(state.mails.push(body), { Status: 'success' })] } };
  if (path === '/subscriber') return subscriber(state.subscribers, method, id, body);
  if (!String(request.headers.authorization).startsWith('Bearer ')) return { status: 401, json: { error: { code: 'unauthorized' } } };
  if (path === '/crm/product/product_id') return { json: product };
  if (path === '/crm/customer/customer_id') return { json: { customer_id: Number(id), customer_name: 'Ana Silva', contacts } };
  if (path === '/crm/site/customer_id') return { json: [site] };
  if (path === '/crm/stripe/customer_id') return { json: { data: [{ customer_stripe_id: 9, default_payment_method: true }] } };
  if (path === '/crm/inventory/customer_id') {
    return { json: { data: [...state.inventory.values()].filter((item) => String(item['customer_id']) === id) } };
  }
  if (path === '/crm/service/service_uuid') return found([...state.services.values()].find((service) => service['service_uuid'] === id));
  if (path.startsWith('/crm/inventory')) return record(state.inventory, method, id, body);
  if (path.startsWith('/crm/service')) return record(state.services, method, id, body, 'service_id');
  if (path.startsWith('/crm/transaction')) {
    // The same charge of the same job is booked once.
    const earlier = method === 'PUT' ? [...state.transactions.values()].find((row) => isSame(row, body)) : undefined;
    return earlier === undefined ? record(state.transactions, method, id, body, 'transaction_id') : { json: earlier };
  }
  return { status: 404, json: { error: { code: 'not_found', message: `${method} ${request.path}` } } };
}

const isSame = (row: Row, body: Row): boolean => Object.entries(body).every(([key, value]) => JSON.stringify(row[key]) === JSON.stringify(value));

function record(rows: Map<number, Row>, method: string, id: string, body: Row, key?: string): Answer {
  if (method === 'PUT' && key !== undefined) {
    const row: Row = { ...body, [key]: 1000 + rows.size };
    rows.set(row[key] as number, row);
    return { json: row };
  }
  const row = rows.get(Number(id));
  if (row !== undefined && method === 'DELETE') rows.delete(Number(id));
  if (row !== undefined && method === 'PATCH') Object.assign(row, body);
  return found(row);
}

function subscriber(rows: Map<string, Row>, method: string, imsi: string, body: Row): Answer {
  const row = rows.get(imsi);
  if (method === 'PUT') rows.set(imsi, body);
  else if (method === 'DELETE') rows.delete(imsi);
  else if (method === 'PATCH' && row !== undefined) Object.assign(row, body);
  return method === 'PUT' ? { json: body } : found(row);
}

const found = (row: Row | undefined): Answer => (row === undefined ? { status: 404, json: { error: { code: 'not_found' } } } : { json: row });

/** `/crm/service/service_id/7` → `/crm/service/service_id` and `7`; a path that ends in `/` has no id. */
function splitId(path: string): [string, string] {
  const cut = path.lastIndexOf('/');
  const id = path.slice(cut + 1);
  return /^\/v3|^\/crm\/health/.test(path) ? [path, ''] : [path.slice(0, cut), decodeURIComponent(id)];
}
