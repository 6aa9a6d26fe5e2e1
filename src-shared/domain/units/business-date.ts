const CHINA_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** The business date (YYYY-MM-DD, Asia/Shanghai: UTC+8 all year) of an instant in UTC milliseconds. Design §8. */
export function businessDateOf(instantMs: number): string {
  return new Date(instantMs + CHINA_OFFSET_MS).toISOString().slice(0, 10);
}

/** YYYY-MM-DD HH:mm in Asia/Shanghai of an instant in UTC milliseconds. */
export function businessMinuteOf(instantMs: number): string {
  return new Date(instantMs + CHINA_OFFSET_MS).toISOString().slice(0, 16).replace('T', ' ');
}

/** The instant in UTC milliseconds at which a business date begins in Asia/Shanghai. */
export function startOfBusinessDate(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) - CHINA_OFFSET_MS;
}

/** The instant at which the business date before that of `instantMs` begins. */
export function startOfYesterday(instantMs: number): number {
  return startOfBusinessDate(businessDateOf(instantMs)) - DAY_MS;
}
