/** An amount in integer minor units (cents; yen have none) and its ISO 4217 currency. */
export type Money = { amount: number; currency: string };

const digitsByCurrency = new Map<string, number>();

/** How many decimals a currency has: 2 for EUR, 0 for JPY, 3 for KWD. Source: the runtime's CLDR data. */
export function currencyDigits(currency: string): number {
  let digits = digitsByCurrency.get(currency);
  if (digits === undefined) {
    digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
    digitsByCurrency.set(currency, digits);
  }
  return digits;
}

/** 24.9 EUR -> 2490 cents. */
export function minorUnits(value: number, currency: string): Money {
  return { amount: Math.round(value * 10 ** currencyDigits(currency)), currency };
}

const formats = new Map<string, Intl.NumberFormat>();

/** "€1,234.50" in the writing of `locale` (BCP 47). */
export function formatMoney(money: Money, locale: string): string {
  const key = `${locale}/${money.currency}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, { style: "currency", currency: money.currency });
    formats.set(key, format);
  }
  return format.format(money.amount / 10 ** currencyDigits(money.currency));
}

/** Sum of amounts in one currency; throws a RangeError when currencies are mixed, because such a sum has no meaning. */
export function sumMoney(items: readonly Money[], currency: string): Money {
  let amount = 0;
  for (const item of items) {
    if (item.currency !== currency) throw new RangeError(`cannot add ${item.currency} to ${currency}`);
    amount += item.amount;
  }
  return { amount, currency };
}
