import type { DemoRandom } from '../random.ts';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** A made-up unified social credit code with a right check character (GB 32100: weights 3^(i−1) mod 31). */
export function creditCode(random: DemoRandom): string {
  const body = `91${random.pick(['330700', '370100', '310115', '440106', '420100', '110105', '510104', '210102'])}MA${random.digits(7)}`;
  let sum = 0;
  let weight = 1;
  for (const character of body) {
    sum += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return body + (ALPHABET[(31 - (sum % 31)) % 31] ?? '0');
}
