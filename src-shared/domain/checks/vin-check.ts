export type VinResult = 'valid' | 'malformed' | 'bad-check-digit';

export interface VinCheck {
  result: VinResult;
  weightedSum: number | null;
  expectedCheckDigit: string | null;
}

const WELL_FORMED = /^[0-9A-HJ-NPR-Z]{17}$/;
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const LETTER_VALUES: Readonly<Record<string, number>> = {
  ...{ A: 1, B: 2, C: 3, D: 4, E: 5, F: 6, G: 7, H: 8 },
  ...{ J: 1, K: 2, L: 3, M: 4, N: 5, P: 7, R: 9 },
  ...{ S: 2, T: 3, U: 4, V: 5, W: 6, X: 7, Y: 8, Z: 9 },
};

/** The value of a character by its code: digits stand for themselves. */
const VALUES = Array.from({ length: 91 }, (_, code) => {
  const character = String.fromCharCode(code);
  return LETTER_VALUES[character] ?? (/\d/.test(character) ? Number(character) : 0);
});

/** A VIN as it is compared and stored: outer blanks removed, a–z upper-cased, nothing else repaired. Claims §2.1. */
export function normaliseVin(vin: string): string {
  const trimmed = vin.trim();
  return /[a-z]/.test(trimmed) ? trimmed.replace(/[a-z]/g, (letter) => letter.toUpperCase()) : trimmed;
}

/**
 * Whether a VIN is well formed and its check digit (position 9) right, with the weighted sum and the digit expected; both
 * null when malformed. Without `checkDigitApplies` a well-formed VIN is valid. Claims §2.1.
 */
export function vinCheck(input: { vin: string; checkDigitApplies: boolean }): VinCheck {
  const vin = normaliseVin(input.vin);
  if (!WELL_FORMED.test(vin)) return { result: 'malformed', weightedSum: null, expectedCheckDigit: null };
  let weightedSum = 0;
  for (let index = 0; index < WEIGHTS.length; index += 1) {
    weightedSum += (VALUES[vin.charCodeAt(index)] ?? 0) * (WEIGHTS[index] ?? 0);
  }
  const rest = weightedSum % 11;
  const expectedCheckDigit = rest === 10 ? 'X' : String(rest);
  const isRight = !input.checkDigitApplies || vin[8] === expectedCheckDigit;
  return { result: isRight ? 'valid' : 'bad-check-digit', weightedSum, expectedCheckDigit };
}
