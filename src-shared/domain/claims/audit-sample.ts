import { sha256Words } from './sha256.ts';

/** Most claims of one sample with its evidence. */
export const MOST_SAMPLED = 500;

/**
 * An auditor's sample of any claims: those with the `size` lowest SHA-256 of seed and claim id, in that order, whatever the order
 * they are given in; all of them when there are fewer. Whoever has the seed and the claims draws the same. Design §8 "seeded
 * sample".
 */
export function auditSample(seed: string, claimIds: readonly string[], size: number): string[] {
  return claimIds
    .map((id) => ({ id, words: sha256Words(`${seed}${id}`) }))
    .sort((a, b) => compareWords(a.words, b.words) || (a.id < b.id ? -1 : 1))
    .slice(0, size)
    .map(({ id }) => id);
}

function compareWords(a: Uint32Array, b: Uint32Array): number {
  for (const [place, word] of a.entries()) {
    const other = b[place] ?? 0;
    if (word !== other) return word - other;
  }
  return 0;
}
