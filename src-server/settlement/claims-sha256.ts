import { createHash } from 'node:crypto';

/** SHA-256 over the lines `claimId:approvedFen`, sorted by id by code unit: the same claims give the same value. Claims §4.5. */
export function claimsSha256(claims: readonly { id: string; approvedFen: number }[]): string {
  const lines = claims.map(({ id, approvedFen }) => `${id}:${approvedFen}\n`).sort();
  return createHash('sha256').update(lines.join('')).digest('hex');
}
