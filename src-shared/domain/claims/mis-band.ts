/** Months in service a failure fell into: name of the band and the last month of it; the last band has no end. Claims §6.6, 0384. */
export const MIS_BANDS = [
  { name: '0–3', lastMonth: 3 },
  { name: '4–6', lastMonth: 6 },
  { name: '7–12', lastMonth: 12 },
  { name: '13–24', lastMonth: 24 },
  { name: '25–36', lastMonth: 36 },
  { name: '37+', lastMonth: null },
] as const;
