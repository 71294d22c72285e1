/** The engine refused a call; `reason` is its own word for why, e.g. NOT_FOUND. */
export class CgratesRefusal extends Error {
  readonly method: string;
  readonly reason: string;

  constructor(method: string, reason: string) {
    super(`CGRateS refused ${method}: ${reason}`);
    this.name = 'CgratesRefusal';
    this.method = method;
    this.reason = reason;
  }
}

/** The engine did not answer, or not with what a JSON-RPC server answers; whether the call took effect is not known. */
export class CgratesUnavailable extends Error {
  constructor(method: string, what: string, cause?: unknown) {
    super(`CGRateS did not answer ${method}: ${what}`, { cause });
    this.name = 'CgratesUnavailable';
  }
}

/** Pot of an account as the engine keeps it: data in bytes, voice in nanoseconds, money in the unit the plays chose. */
export interface CgratesBalance {
  Uuid: string;
  ID: string;
  Value: number;
  /** Instant; year 1 means never. */
  ExpirationDate: string;
  Weight: number;
  DestinationIDs: Record<string, boolean> | null;
  Disabled: boolean;
}

/** An account; the keys of its balances are types such as `*data`. */
export interface CgratesAccount {
  ID: string;
  BalanceMap: Record<string, CgratesBalance[]> | null;
  AllowNegative: boolean;
  Disabled: boolean;
}

/** A plan that acts on an account. */
export interface CgratesActionPlan {
  ActionPlanId: string;
  Uuid: string;
  ActionsId: string;
  /** Instant; year 1 means never. */
  NextExecTime: string;
}

/** Typed door to the CGRateS 0.10 engine (JSON-RPC over HTTP); every call is for the operator's tenant. */
export interface CgratesClient {
  /** Calls any method; throws CgratesRefusal when the engine says no, CgratesUnavailable when it cannot be asked. */
  call<Result>(method: string, params: object, signal?: AbortSignal): Promise<Result>;
  /** The account, or null when there is none. */
  account(account: string, signal?: AbortSignal): Promise<CgratesAccount | null>;
  /** The plans that act on an account. */
  actionPlans(account: string, signal?: AbortSignal): Promise<CgratesActionPlan[]>;
  /** Stops or lets go on whatever an account may do; it must exist. */
  setDisabled(account: string, disabled: boolean, signal?: AbortSignal): Promise<void>;
  /** Removes an account with its balances; one that is gone already is no error. */
  removeAccount(account: string, signal?: AbortSignal): Promise<void>;
  /** Rejects unless the engine is there. */
  status(signal?: AbortSignal): Promise<void>;
}

export interface CgratesOptions {
  /** host:port of the engine's HTTP listener. */
  address: string;
  tenant: string;
  /** How long a call may take as a whole, milliseconds. */
  timeoutMs?: number;
  fetch?: typeof fetch;
}

/** Makes the client; nothing is connected yet. */
export function createCgratesClient({ address, tenant, timeoutMs = 10_000, fetch: send = fetch }: CgratesOptions): CgratesClient {
  const call = <Result>(method: string, params: object, signal?: AbortSignal): Promise<Result> =>
    post<Result>(send, `http://${address}/jsonrpc`, method, params, patience(timeoutMs, signal));
  const of = (account: string): object => ({ Tenant: tenant, Account: account });
  return {
    call: (method, params, signal) => call(method, { Tenant: tenant, ...params }, signal),
    account: (account, signal) => call<CgratesAccount>('APIerSv2.GetAccount', of(account), signal).catch(absent(null)),
    actionPlans: (account, signal) =>
      call<CgratesActionPlan[] | null>('APIerSv1.GetAccountActionPlan', of(account), signal)
        .catch(absent([]))
        .then((plans) => plans ?? []),
    setDisabled: async (account, disabled, signal) => {
      await call('APIerSv2.SetAccount', { ...of(account), ExtraOptions: { Disabled: disabled }, ReloadScheduler: true }, signal);
    },
    removeAccount: async (account, signal) => {
      await call<unknown>('APIerSv1.RemoveAccount', { ...of(account), ReloadScheduler: true }, signal).catch(absent(undefined));
    },
    status: async (signal) => {
      await call('CoreSv1.Status', {}, signal);
    },
  };
}

const patience = (timeoutMs: number, signal?: AbortSignal): AbortSignal =>
  signal === undefined ? AbortSignal.timeout(timeoutMs) : AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);

/** The engine reports an empty result as an error. */
const absent =
  <T>(value: T) =>
  (error: unknown): T => {
    if (error instanceof CgratesRefusal && /NOT_FOUND/.test(error.reason)) return value;
    throw error;
  };

async function post<Result>(send: typeof fetch, url: string, method: string, params: object, signal: AbortSignal): Promise<Result> {
  let answer: { result?: Result; error?: string | null };
  try {
    const response = await send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: 1, method, params: [params] }),
      signal,
    });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    answer = (await response.json()) as typeof answer;
  } catch (error) {
    throw new CgratesUnavailable(method, error instanceof Error ? error.message : String(error), error);
  }
  if (answer === null || typeof answer !== 'object' || !('result' in answer)) throw new CgratesUnavailable(method, 'the answer is not JSON-RPC');
  if (answer.error) throw new CgratesRefusal(method, answer.error);
  return answer.result as Result;
}
