/** Months in service a failure fell into: name of the band and the last month of it; the last band has no end. */
export const MIS_BANDS = [
  { name: '0–3', lastMonth: 3 },
  { name: '4–6', lastMonth: 6 },
  { name: '7–12', lastMonth: 12 },
  { name: '13–24', lastMonth: 24 },
  { name: '25–36', lastMonth: 36 },
  { name: '37+', lastMonth: null },
] as const;

/** The name of the band of so many months in service; null where the vehicle's age is not known. Claims §6.6. */
export function misBandOf(ageMonths: number | null): string | null {
  if (ageMonths === null) return null;
  return MIS_BANDS.find(({ lastMonth }) => lastMonth === null || ageMonths <= lastMonth)?.name ?? null;
}
