export interface UsccCheck {
  valid: boolean;
  reason: 'length' | 'format' | 'check-character' | null;
  normalised: string;
}

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const FORMAT = /^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

/**
 * Whether a unified social credit code (统一社会信用代码, GB 32100) is right, the first reason why not (length, format, check
 * character), and the code with blanks removed in upper case.
 */
export function usccCheck(input: { code: string }): UsccCheck {
  const normalised = input.code.replace(/\s+/gu, '').replace(/[a-z]/g, (letter) => letter.toUpperCase());
  if (normalised.length !== 18) return { valid: false, reason: 'length', normalised };
  if (!FORMAT.test(normalised)) return { valid: false, reason: 'format', normalised };
  let weight = 1; // 3^(i−1) mod 31
  let sum = 0;
  for (const character of normalised.slice(0, 17)) {
    sum += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  const valid = ALPHABET[(31 - (sum % 31)) % 31] === normalised[17];
  return { valid, reason: valid ? null : 'check-character', normalised };
}
