import type { StockLevel, StockThreshold } from '#lib/api/stock-service.ts';

/** Stock of a kind, with what there is at each place. */
export interface LevelKind {
  item: string;
  available: number;
  reserved: number;
  total: number;
  isLow: boolean;
  places: (StockLevel & { isLow: boolean })[];
}

/** Levels grouped by kind; low is what undercuts a threshold of its own. */
export function kindsOf(levels: readonly StockLevel[], thresholds: readonly StockThreshold[]): LevelKind[] {
  const isLow = (item: string, place: string | null): boolean =>
    thresholds.some((each) => each.is_low && each.item === item && each.item_location === place);
  const sum = (of: readonly StockLevel[], key: 'available' | 'reserved' | 'total'): number =>
    of.reduce((all, level) => all + level[key], 0);
  return [...new Set(levels.map(({ item }) => item))].map((item) => {
    const own = levels.filter((level) => level.item === item);
    return {
      item,
      available: sum(own, 'available'),
      reserved: sum(own, 'reserved'),
      total: sum(own, 'total'),
      isLow: isLow(item, null),
      places: own.map((level) => ({
        ...level,
        isLow: level.item_location !== null && isLow(item, level.item_location),
      })),
    };
  });
}
