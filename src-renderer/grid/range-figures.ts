/** One number of the chosen cells: a whole number of the smallest unit, and how many decimal places that unit has. */
export interface RangeNumber {
  value: number;
  scale: number;
}

/** Count of filled cells and of numbers; sum, average, least and most where all numbers have one unit. */
export interface RangeFigures {
  filled: number;
  numbers: number;
  totals: { scale: number; sum: bigint; average: bigint; least: number; most: number } | null;
}

/** Adds up the chosen cells; null stands for a blank cell, text for anything that is no number. Sums are whole numbers. */
export function figuresOf(cells: Iterable<RangeNumber | string | null>): RangeFigures {
  let filled = 0;
  let numbers = 0;
  let scale: number | null = null;
  let mixed = false;
  let sum = 0n;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const cell of cells) {
    if (cell === null || cell === '') continue;
    filled += 1;
    if (typeof cell === 'string') continue;
    numbers += 1;
    mixed ||= scale !== null && scale !== cell.scale;
    scale = cell.scale;
    sum += BigInt(cell.value);
    least = Math.min(least, cell.value);
    most = Math.max(most, cell.value);
  }
  if (scale === null || mixed) return { filled, numbers, totals: null };
  return { filled, numbers, totals: { scale, sum, average: rounded(sum, BigInt(numbers)), least, most } };
}

/** Sum ÷ count to the nearest whole unit, halves away from zero. */
function rounded(sum: bigint, count: bigint): bigint {
  const doubled = sum * 2n;
  const up = doubled < 0n ? -count : count;
  return (doubled + up) / (2n * count);
}

/** A whole number of the smallest unit with separators: 123450 and 2 → 1,234.50. */
export function figureText(value: bigint | number, scale: number): string {
  const negative = value < 0;
  const digits = String(negative ? -value : value).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${negative ? '-' : ''}${whole}${scale === 0 ? '' : `.${digits.slice(-scale)}`}`;
}
