/** What one printer does to one form on one workstation, and is corrected by (grid-excel-print §6.2). */
export interface Calibration {
  /** Tenths of a millimetre; positive moves to the right and down. */
  dxTenthMm: number;
  dyTenthMm: number;
  /** Hundredths of a percent; 10000 = as it is. */
  scaleXBp: number;
  scaleYBp: number;
}

export const NO_CALIBRATION: Calibration = { dxTenthMm: 0, dyTenthMm: 0, scaleXBp: 10_000, scaleYBp: 10_000 };
/** A correction beyond these is a wrong paper or a wrong reading, never a printer. */
export const FARTHEST_TENTH_MM = 300;
export const SCALE_RANGE_BP = [9_500, 10_500] as const;

/** Where a place of the form comes to lie, in millimetres: scaled from the upper left corner, then moved. */
export function calibrated(
  { x, y }: { x: number; y: number },
  { dxTenthMm, dyTenthMm, scaleXBp, scaleYBp }: Calibration,
): { x: number; y: number } {
  return { x: (x * scaleXBp) / 10_000 + dxTenthMm / 10, y: (y * scaleYBp) / 10_000 + dyTenthMm / 10 };
}

/** Two crosses of the test page and where a person measured them, in tenths of a millimetre from the paper's edges. */
export interface CrossReading {
  nearX: number;
  nearY: number;
  farX: number;
  farY: number;
}

/** Where the two crosses of the test page stand on the form, in whole millimetres: near the corners of the sheet. */
export function crossPlaces(paper: { widthMm: number; heightMm: number }): CrossReading {
  const margin = paper.heightMm < 100 ? 10 : 20;
  return {
    nearX: margin,
    nearY: margin,
    farX: Math.floor(paper.widthMm / 10) * 10 - margin,
    farY: Math.floor(paper.heightMm / 10) * 10 - margin,
  };
}

/**
 * The calibration under which the crosses would have been where they belong, given that the page was printed with
 * `current` and measured as `read` (tenths of a millimetre). Null when the reading cannot be a printer's: two crosses that
 * coincide, a shift over 30 mm, a scale off by more than 5 %.
 */
export function calibrationFromReading(
  paper: { widthMm: number; heightMm: number },
  current: Calibration,
  read: CrossReading,
): Calibration | null {
  const places = crossPlaces(paper);
  const across = axis([places.nearX, places.farX], [read.nearX, read.farX], {
    scaleBp: current.scaleXBp,
    shiftTenth: current.dxTenthMm,
  });
  const down = axis([places.nearY, places.farY], [read.nearY, read.farY], {
    scaleBp: current.scaleYBp,
    shiftTenth: current.dyTenthMm,
  });
  if (across === null || down === null) return null;
  return { dxTenthMm: across.shift, dyTenthMm: down.shift, scaleXBp: across.scale, scaleYBp: down.scale };
}

/**
 * One direction. The printer makes of a place p it is given `a·p + b`; both follow from the two readings, and the new
 * correction is the inverse of it. A stretch under 0.2 % is within what a ruler shows and counts as none.
 */
function axis(
  [near, far]: readonly [number, number],
  [readNear, readFar]: readonly [number, number],
  { scaleBp, shiftTenth }: { scaleBp: number; shiftTenth: number },
): { scale: number; shift: number } | null {
  const sentNear = (near * 10 * scaleBp) / 10_000 + shiftTenth;
  const sentFar = (far * 10 * scaleBp) / 10_000 + shiftTenth;
  if (readFar <= readNear) return null;
  const measured = (readFar - readNear) / (sentFar - sentNear);
  const a = Math.abs(measured - 1) < 0.002 ? 1 : measured;
  const b = (readNear + readFar - a * (sentNear + sentFar)) / 2;
  const scale = Math.round(10_000 / a);
  const shift = Math.round(-b / a);
  if (Math.abs(shift) > FARTHEST_TENTH_MM || scale < SCALE_RANGE_BP[0] || scale > SCALE_RANGE_BP[1]) return null;
  return { scale, shift: shift === 0 ? 0 : shift };
}
