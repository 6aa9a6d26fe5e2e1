import { sha256 } from '../units/sha256.ts';

/**
 * Whether the sample plan draws a claim, so that anybody can prove the draw again: SHA-256 of plan id and claim id, as a
 * big-endian number, mod 10000 below the rate. Claims §6.5.
 */
export function sampleDraw(input: { planId: string; claimId: string; rateBp: number }): {
  bucket: number;
  drawn: boolean;
} {
  // The remainder of the whole digest, byte by byte from the most significant one.
  const bucket = sha256(input.planId + input.claimId).reduce((rest, byte) => (rest * 256 + byte) % 10_000, 0);
  return { bucket, drawn: bucket < input.rateBp };
}
