/** Thousandths as a person would type them; empty for what is not there. */
export const milliText = (milli: number | null): string => (milli === null ? '' : String(milli / 1000));

/** Thousandths of a decimal text; what is no number is none. */
export function milliOf(text: string): number {
  const [, whole = '', part = ''] = /^(\d+)(?:\.(\d{1,3}))?$/.exec(text.normalize('NFKC').trim()) ?? [];
  return whole === '' ? Number.NaN : Number(`${whole}${part.padEnd(3, '0')}`);
}
