import { located } from '../../customers/plus-code.ts';
import { DomainError, type FieldFault } from '../../errors.ts';
import type { ItemFields } from '../inventory-fields.ts';
import { type ItemState, itemStates, itemTextKeys, type ItemTextKey } from '../inventory-rules.ts';
import { type ImportField, type Mapping } from './import-fields.ts';

/** How a list becomes items. */
export interface ImportPlan {
  mapping: Mapping;
  /** For rows that say nothing themselves. */
  defaults: { item_state?: ItemState | undefined; item_location?: string | undefined };
  /** Column whose value must be new to the stock. */
  unique: ItemTextKey | null;
}

/** What a check begins with. */
export interface ImportStart {
  templateId: number;
  plan: ImportPlan;
}

/** A row read: the item it makes, or what is wrong with it. */
export type ReadRow = { item: ItemFields & { itemtext1: string } } | { faults: FieldFault[] };

const longest: Partial<Record<ImportField, number>> = {
  item_location: 255,
  address_line_1: 255,
  address_line_2: 255,
  city: 120,
  state: 120,
  zip_code: 32,
  country: 120,
  google_maps_place_id: 255,
  plus_code: 64,
  management_username: 255,
  inventory_notes: 10_000,
};
const longestText = 1000;
/** What nobody sees and scanners leave behind; line ends and tabs are text. */
const invisible = /[\p{Cc}\u200B\u2060\uFEFF]/u;
const textBreaks = /[\t\r\n]/g;

/** Reads one row by the plan; all its faults are listed, by field. */
export function readRow(cells: readonly string[], columns: number, { mapping, defaults }: ImportPlan): ReadRow {
  const faults: FieldFault[] = [];
  if (cells.slice(columns).some((cell) => cell !== '')) faults.push({ field: 'row', message: `has more cells than the header has columns (${columns})` });
  const item: Record<string, unknown> = { ...defaults };
  for (const [field, column] of Object.entries(mapping) as [ImportField, number][]) {
    const cell = cells[column]?.trim() ?? '';
    if (cell === '') continue;
    const read = readValue(field, cell);
    if ('fault' in read) faults.push({ field, message: read.fault });
    else item[field] = read.value;
  }
  // What was faulted already is missing for that reason only.
  const isFaulty = (...fields: string[]): boolean => faults.some(({ field }) => fields.includes(field));
  if (!item['itemtext1'] && !isFaulty('itemtext1')) faults.push({ field: 'itemtext1', message: 'is empty, and every item needs it' });
  if (!isFaulty('latitude', 'longitude')) faults.push(...placeFaults(item));
  return faults.length > 0 ? { faults } : { item: item as ItemFields & { itemtext1: string } };
}

type Read = { value: unknown } | { fault: string };

function readValue(field: ImportField, cell: string): Read {
  switch (field) {
    case 'item_state':
      return readState(cell);
    case 'wholesale_cost':
    case 'retail_cost':
      return readAmount(cell);
    case 'latitude':
      return readDegrees(cell, 90);
    case 'longitude':
      return readDegrees(cell, 180);
    default: {
      return readText(cell, longest[field] ?? longestText);
    }
  }
}

function readText(cell: string, limit: number): Read {
  if (cell.length > limit) return { fault: `must have at most ${limit} characters` };
  const [odd] = invisible.exec(cell.replace(textBreaks, '')) ?? [];
  if (odd === undefined) return { value: cell };
  return { fault: `holds an invisible character (U+${(odd.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}); type the value anew` };
}

function readState(cell: string): Read {
  const state = itemStates.find((name) => name.toLowerCase() === cell.toLowerCase().replaceAll('_', ' '));
  if (state === undefined) return { fault: `“${cell.slice(0, 40)}” is no state; use ${itemStates.filter((name) => name !== 'Assigned').join(', ')}` };
  return state === 'Assigned' ? { fault: 'cannot be Assigned, for an assigned item has a customer' } : { value: state };
}

/** Decimal point or comma; an amount has at most two decimals. */
function readAmount(cell: string): Read {
  const text = cell.replace(',', '.');
  return /^\d{1,12}(\.\d{1,2})?$/.test(text) ? { value: text } : { fault: 'must be an amount such as 12.50' };
}

function readDegrees(cell: string, limit: number): Read {
  const text = cell.replace(',', '.');
  const value = /^-?\d{1,3}(\.\d{1,15})?$/.test(text) ? Number(text) : Number.NaN;
  return Math.abs(value) <= limit ? { value } : { fault: `must be degrees from -${limit} to ${limit}` };
}

function placeFaults(item: Record<string, unknown>): FieldFault[] {
  try {
    const { plus_code } = located(item as { latitude?: number; longitude?: number; plus_code?: string });
    item['plus_code'] ??= plus_code;
    return [];
  } catch (error) {
    if (error instanceof DomainError && error.field !== undefined) return [{ field: error.field, message: error.message }];
    throw error;
  }
}

/** True for the name of one of the free columns. */
export const isItemText = (field: string): field is ItemTextKey => itemTextKeys.some((key) => key === field);
