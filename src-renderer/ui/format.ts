/** How figures read in both languages: 1,234.50 · 2.50 · 41% · 2026-01-05 · 14:32, always in Asia/Shanghai. */
const ZONE = 'Asia/Shanghai';
const integerFormat = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const dayFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short' });
const timeFormat = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' });

/** A whole number scaled by 10^decimals, written with thousands separators and exactly that many decimals; no float is made. */
export function formatScaled(value: number, decimals: number): string {
  const digits = String(Math.abs(value)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, ',');
  const fraction = decimals === 0 ? '' : `.${digits.slice(-decimals)}`;
  return `${value < 0 ? '-' : ''}${whole}${fraction}`;
}

/** Fen as yuan: 123450 → 1,234.50. */
export const formatFen = (fen: number): string => formatScaled(fen, 2);
/** Fen as whole yuan for headings where the cents carry nothing; cut towards zero. */
export const formatYuan = (fen: number): string => formatScaled(Math.trunc(fen / 100), 0);
/** Hundredths of an hour: 250 → 2.50. */
export const formatHours = (hoursCenti: number): string => formatScaled(hoursCenti, 2);
/** Thousandths of a unit without needless zeros: 2000 → 2, 1500 → 1.5. */
export const formatQty = (qtyMilli: number): string => formatScaled(qtyMilli, 3).replace(/\.?0+$/, '');
/** Basis points as a percentage: 4100 → 41%, 1250 → 12.5%. */
export const formatPercent = (rateBp: number): string => `${formatScaled(rateBp, 2).replace(/\.?0+$/, '')}%`;
/** Basis points as a percentage of a column, every one with both decimals: 4100 → 41.00%. */
export const formatShare = (rateBp: number): string => `${formatScaled(rateBp, 2)}%`;
export const formatInteger = (value: number): string => integerFormat.format(value);

/** The day of an instant, YYYY-MM-DD in Shanghai. */
export const dayOfInstant = (atMs: number): string => dayFormat.format(atMs);
/** The time of day, HH:mm in Shanghai. */
export const formatTime = (atMs: number): string => timeFormat.format(atMs);
/** Day and time: 2026-11-20 14:32. */
export const formatInstant = (atMs: number): string => `${dayOfInstant(atMs)} ${formatTime(atMs)}`;
