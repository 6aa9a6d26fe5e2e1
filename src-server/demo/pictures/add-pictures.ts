import { createHash } from 'node:crypto';
import { dateOfInstant } from '../facts/demo-calendar.ts';
import type { DemoFacts, Fact } from '../facts/demo-facts.ts';
import { drawPhoto } from './draw-photo.ts';

type Attachment = Fact<'attachment'>;

/** Photographs that look alike differ in at most so many of the 64 bits; the near miss of the plants is among them. */
const ALIKE_BITS = 7;
const WIDTH_PX = 240;
const HEIGHT_PX = 180;

/**
 * Gives every photograph of a claim that waits for a person a real small picture, and so every other photograph of the same
 * file or nearly the same look. Photographs that were one file before are one file after it.
 */
export function addPictures(facts: DemoFacts): void {
  const claims = new Map(facts.rows('claim').map((claim) => [claim.id, claim]));
  const attachments = facts.rows('attachment');
  const waiting = attachments.filter(({ claimId }) => (claims.get(claimId ?? '')?.queue ?? 'NONE') !== 'NONE');
  const partNos = causalPartNos(facts);
  const shaByOld = new Map<string, string>();
  for (const [old, alike] of Map.groupBy(withLookalikes(attachments, waiting), (one) => one.fileSha256)) {
    const [first] = alike;
    if (first === undefined) continue;
    const claim = claims.get(first.claimId ?? '');
    const content = drawPhoto({
      kind: first.kind,
      phash64: first.phash64 ?? '0',
      vin: claim?.vinText ?? '',
      plateNo: claim?.plateNo ?? '',
      mileageKm: claim?.mileageKm ?? 0,
      partNo: partNos.get(first.claimId ?? '') ?? claim?.no ?? '',
      takenDate: dateOfInstant(first.takenAtMs ?? first.uploadedAtMs),
    });
    // One letter of the old fingerprint more, so that two pictures of one look stay two files.
    const bytes = Buffer.concat([content, Buffer.from(old, 'latin1')]);
    const fileSha256 = createHash('sha256').update(bytes).digest('hex');
    shaByOld.set(old, fileSha256);
    facts.add('attachmentContent', {
      ...{ fileSha256, sizeBytes: bytes.length, storedAtMs: first.uploadedAtMs },
      // how PostgreSQL reads bytes out of JSON
      content: `\\x${bytes.toString('hex')}` as unknown as Buffer,
    });
    for (const attachment of alike) {
      const fileName = attachment.fileName.replace(/\.jpg$/, '.png');
      const size = { sizeBytes: bytes.length, widthPx: WIDTH_PX, heightPx: HEIGHT_PX };
      Object.assign(attachment, { fileSha256, fileName, contentType: 'image/png', ...size });
    }
  }
  renameInEvidence(facts, shaByOld);
}

/** The photographs of the waiting claims, and all that are the same file or at most seven bits away. */
function withLookalikes(all: readonly Attachment[], waiting: readonly Attachment[]): Attachment[] {
  const patterns = all.map(({ phash64 }) => halvesOf(phash64));
  // Eight bands of eight bits: of two patterns at most seven bits apart at least one band is equal.
  const byBand = Array.from({ length: 8 * 256 }, (): number[] => []);
  for (const [place, pattern] of patterns.entries()) for (const band of bandsOf(pattern)) byBand[band]?.push(place);
  const files = new Set(waiting.map((attachment) => attachment.fileSha256));
  for (const { phash64 } of waiting) {
    const pattern = halvesOf(phash64);
    for (const band of bandsOf(pattern)) {
      for (const place of byBand[band] ?? []) {
        if (bitsApart(pattern, patterns[place] ?? [0, 0]) <= ALIKE_BITS) files.add(all[place]?.fileSha256 ?? '');
      }
    }
  }
  return all.filter((attachment) => files.has(attachment.fileSha256));
}

type Pattern = readonly [high: number, low: number];

function halvesOf(phash64: string | null | undefined): Pattern {
  const hex = phash64 ?? '0'.repeat(16);
  return [Number.parseInt(hex.slice(0, 8), 16) | 0, Number.parseInt(hex.slice(8), 16) | 0];
}

function bandsOf(pattern: Pattern): number[] {
  return Array.from({ length: 8 }, (_, band) => band * 256 + (((pattern[band >> 2] ?? 0) >>> ((band & 3) * 8)) & 255));
}

function bitsApart(one: Pattern, other: Pattern): number {
  return ones(one[0] ^ other[0]) + ones(one[1] ^ other[1]);
}

/** How many of the 32 bits are set. */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function causalPartNos(facts: DemoFacts): ReadonlyMap<string, string> {
  const lines = facts.rows('claimLine').filter((line) => line.isCausal === 1);
  return new Map(lines.map((line) => [line.claimId, line.itemCode ?? '']));
}

/** Evidence that names a file by its fingerprint names it by the new one. */
function renameInEvidence(facts: DemoFacts, shaByOld: ReadonlyMap<string, string>): void {
  const renamed = (json: string): string =>
    json.replaceAll(/[0-9a-f]{64}/g, (sha256) => shaByOld.get(sha256) ?? sha256);
  for (const hit of facts.rows('ruleHit')) if (hit.ruleId.startsWith('A')) hit.evidenceJson = renamed(hit.evidenceJson);
  for (const claim of facts.rows('claim')) {
    if (claim.headlineRuleId?.startsWith('A') === true && claim.headlineJson != null)
      claim.headlineJson = renamed(claim.headlineJson);
  }
}
