/** Stock that has run low; counts are items that can be ordered. */
export interface LowStock {
  shortages: readonly { item: string; location: string | null; available: number; minimum: number }[];
  /** Page of the stock levels in the portal. */
  stockUrl: string;
}

/** What the templates of the mail about low stock show. */
export function lowStockView({ shortages, stockUrl }: LowStock) {
  const [first] = shortages;
  const more = shortages.length - 1;
  return {
    subject: `${first?.item ?? 'Stock'} ${first?.available === 0 ? 'is out of stock' : 'runs low'}${more > 0 ? ` (and ${more} more)` : ''}`.replace(
      /\s+/g,
      ' ',
    ),
    stockUrl,
    shortages: shortages.map(({ item, location, available, minimum }) => ({ item, place: location ?? 'all locations', available, minimum })),
  };
}

/** Variables of an operator's Mailjet template for the mail about low stock; each is always there, for Mailjet refuses a mail that lacks one. */
export function lowStockVariables(low: LowStock) {
  const { subject, shortages, stockUrl } = lowStockView(low);
  return { summary: subject, stock_url: stockUrl, shortages };
}
