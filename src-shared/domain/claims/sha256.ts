/** Fractional parts of the cube roots of the first 64 primes, as FIPS 180-4 lists them. */
const ROUND = rootFractions(64, 1 / 3);
/** Fractional parts of the square roots of the first eight primes. */
const START = rootFractions(8, 1 / 2);

/** First 32 bits of the fractional part of a root of each of the first `count` primes. */
function rootFractions(count: number, power: number): Uint32Array {
  const words = new Uint32Array(count);
  for (let candidate = 2, found = 0; found < count; candidate += 1) {
    let isPrime = true;
    for (let factor = 2; factor * factor <= candidate; factor += 1) isPrime &&= candidate % factor !== 0;
    if (!isPrime) continue;
    words[found] = (candidate ** power % 1) * 2 ** 32;
    found += 1;
  }
  return words;
}

const turn = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/** SHA-256 of a text in UTF-8 as eight 32-bit words; pure, so that both ends and an auditor reckon the same draw. */
export function sha256Words(text: string): Uint32Array {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(padded.length - 4, (bytes.length * 8) >>> 0);
  const state = new Uint32Array(START);
  const schedule = new Uint32Array(64);
  for (let block = 0; block < padded.length; block += 64) {
    for (let word = 0; word < 16; word += 1) schedule[word] = view.getUint32(block + word * 4);
    mix(state, schedule);
  }
  return state;
}

function mix(state: Uint32Array, schedule: Uint32Array): void {
  const at = (word: number): number => schedule[word] ?? 0;
  for (let word = 16; word < 64; word += 1) {
    const [near, far] = [at(word - 2), at(word - 15)];
    const one = turn(near, 17) ^ turn(near, 19) ^ (near >>> 10);
    const other = turn(far, 7) ^ turn(far, 18) ^ (far >>> 3);
    schedule[word] = at(word - 16) + other + at(word - 7) + one;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let round = 0; round < 64; round += 1) {
    const chosen = (e & f) ^ (~e & g);
    const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + chosen + (ROUND[round] ?? 0) + at(round)) | 0;
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  for (const [place, word] of [a, b, c, d, e, f, g, h].entries()) state[place] = (state[place] ?? 0) + word;
}
