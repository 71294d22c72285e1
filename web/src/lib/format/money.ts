/** The currency and locale amounts are shown in; branding replaces them at start-up. */
const settings = { currency: 'GBP', locale: 'en-GB' };

/** Sets the currency (ISO 4217) and locale (BCP 47) that amounts are shown in. */
export function configureMoney(next: { currency: string; locale: string }): void {
  settings.currency = next.currency;
  settings.locale = next.locale;
}

/** Formats an amount in major units (12.5 → "£12.50"); an absent one as an en dash. */
export function formatMoney(amount: number | string | null | undefined): string {
  if (amount === null || amount === undefined || amount === '') return '–';
  return new Intl.NumberFormat(settings.locale, { style: 'currency', currency: settings.currency }).format(
    Number(amount),
  );
}

/** Returns the currency's own symbol, for prefixes of inputs. */
export function currencySymbol(): string {
  const parts = new Intl.NumberFormat(settings.locale, {
    style: 'currency',
    currency: settings.currency,
    currencyDisplay: 'narrowSymbol',
  }).formatToParts(0);
  return parts.find((part) => part.type === 'currency')?.value ?? settings.currency;
}

/** Says what something costs a month in words; nothing for what is free. */
export function monthlyPrice(amount: number): string {
  return amount > 0 ? `${formatMoney(amount)} a month` : 'No monthly charge';
}
