import type { AccountSnapshot, EngineActionPlan, EngineBalance } from './charging-engine.ts';
import { type BalanceFormat, describeBalance, expiry, nameOf, shownValue } from './describe-balance.ts';
import { relativeTime } from './relative-time.ts';

/** A balance as chapter 17 shows it: data in bytes, voice in seconds, money in the currency, with words for people. */
export interface BalanceJson {
  ID: string;
  Value: number;
  /** null when it does not expire. */
  ExpirationDate: string | null;
  Weight: number;
  DestinationIDs: string[];
  Disabled: boolean;
  custom_Name_hr: string;
  custom_Expiration: string;
  custom_Description_String: string;
}

/** A plan as chapter 17 shows it. */
export interface ActionPlanJson {
  ActionPlanId: string;
  ActionsId: string;
  PlanName: string;
  /** null when it is not scheduled. */
  NextExecTime: string | null;
  custom_NextExecTime_hr: string;
  ActionPlanId_split_dict: Record<string, string | number>;
}

/** The part of a service's answer that comes from the charging system. */
export interface AccountJson {
  /** Balances by DATA, VOICE, SMS, MONETARY, DATA_DONGLE, the ones to be used first in front. */
  BalanceMap: Record<string, BalanceJson[]>;
  ActionPlans: ActionPlanJson[];
  Disabled: boolean;
}

/** Shows an account to people and programs (SVC-2). */
export function presentAccount({ balances, plans, disabled }: AccountSnapshot, format: BalanceFormat): AccountJson {
  const types = Object.entries(balances).filter(([, list]) => list.length > 0);
  return {
    BalanceMap: Object.fromEntries(
      types.map(([type, list]) => [
        typeName(type),
        [...list].sort((a, b) => b.Weight - a.Weight).map((balance) => presentBalance(typeName(type), balance, format)),
      ]),
    ),
    ActionPlans: plans.map((plan) => presentPlan(plan, format)),
    Disabled: disabled,
  };
}

/** `*data_dongle` → DATA_DONGLE. */
const typeName = (type: string): string => type.replace(/^\*/, '').toUpperCase();

function presentBalance(type: string, balance: EngineBalance, format: BalanceFormat): BalanceJson {
  const { ID, Weight, DestinationIDs, Disabled } = balance;
  return {
    ID,
    Value: shownValue(type, balance.Value),
    ExpirationDate: instantOf(balance.ExpirationDate)?.toISOString() ?? null,
    Weight,
    DestinationIDs: Object.entries(DestinationIDs ?? {}).flatMap(([id, included]) => (included ? [id] : [])),
    Disabled: Disabled ?? false,
    custom_Name_hr: nameOf(type, ID),
    custom_Expiration: expiry(instantOf(balance.ExpirationDate), format),
    custom_Description_String: describeBalance(type, ID, balance.Value, format),
  };
}

function presentPlan({ ActionPlanId, ActionsId, NextExecTime }: EngineActionPlan, format: BalanceFormat): ActionPlanJson {
  const parts = splitPlanId(ActionPlanId);
  const next = instantOf(NextExecTime);
  return {
    ActionPlanId,
    ActionsId,
    PlanName: String(parts['ProductName'] ?? parts['Name'] ?? ActionsId).replaceAll('_', ' '),
    NextExecTime: next?.toISOString() ?? null,
    custom_NextExecTime_hr: next === undefined ? 'not scheduled' : relativeTime(next, format),
    ActionPlanId_split_dict: parts,
  };
}

/** The parts of a plan's id: `ServiceID_x__ProductID_456__Monthly` → ServiceID, ProductID, and Name for the part without a key. */
export function splitPlanId(id: string): Record<string, string | number> {
  return Object.fromEntries(
    id
      .split('__')
      .filter((part) => part !== '')
      .map((part): [string, string | number] => {
        const [, key = 'Name', value = part] = /^([A-Za-z]+)_(.+)$/s.exec(part) ?? [];
        return [key, /^(ProductID|ProductId|CustomerID)$/.test(key) && /^\d{1,15}$/.test(value) ? Number(value) : value];
      }),
  );
}

/** CGRateS writes “never” as the year 1. */
function instantOf(text: string): Date | undefined {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1970 ? undefined : date;
}
