/** Pot of an account in the charging system: data in bytes, voice in nanoseconds, money in hundredths. */
export interface EngineBalance {
  Uuid?: string;
  ID: string;
  Value: number;
  /** Instant; year 1 means never. */
  ExpirationDate: string;
  Weight: number;
  DestinationIDs: Record<string, boolean> | null;
  Disabled?: boolean;
}

/** A plan that acts on an account, e.g. its renewal. */
export interface EngineActionPlan {
  ActionPlanId: string;
  ActionsId: string;
  /** Instant; year 1 means never. */
  NextExecTime: string;
}

/** What the domain asks of the charging system; `activities/adapters/cgrates` is the real one. Accounts are named by service_uuid. */
export interface ChargingEngine {
  /** The account, or null when there is none. */
  account(account: string, signal?: AbortSignal): Promise<{ BalanceMap: Record<string, EngineBalance[]> | null; Disabled: boolean } | null>;
  /** The plans that act on the account. */
  actionPlans(account: string, signal?: AbortSignal): Promise<EngineActionPlan[]>;
}

/** What was last seen of a service's account. */
export interface AccountSnapshot {
  balances: Record<string, EngineBalance[]>;
  plans: EngineActionPlan[];
  disabled: boolean;
}

/** How long the charging system may take while somebody waits for a service's page, milliseconds. */
export const chargingPatienceMs = 1500;

/** Asks for an account and its plans at once; undefined when the charging system does not answer in time. A service without an account has an empty one. */
export async function readAccount(engine: ChargingEngine, account: string): Promise<AccountSnapshot | undefined> {
  const signal = AbortSignal.timeout(chargingPatienceMs);
  try {
    const [found, plans] = await Promise.all([engine.account(account, signal), engine.actionPlans(account, signal)]);
    return { balances: found?.BalanceMap ?? {}, plans, disabled: found?.Disabled ?? false };
  } catch {
    // Whatever is wrong with it, the service itself can be shown, with what was seen last.
    return undefined;
  }
}
