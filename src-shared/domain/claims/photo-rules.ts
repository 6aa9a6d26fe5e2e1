import { normaliseVin } from '../checks/vin-check.ts';
import { businessDateOf } from '../units/business-date.ts';
import { listParameter, numberParameter, type EvaluationContext, type RuleFinding } from './evaluation-context.ts';
import type { AttachmentEvidence, OtherAttachmentEvidence } from './evidence-types.ts';
import { NOTHING, onClaim } from './finding.ts';
import type { Facts, RuleRow } from './ruleset-types.ts';
import { knownPlace, microDistanceKm } from './micro-place.ts';

/** A01: a photograph the main operation or the rule asks for is not there. */
export function photoMissing({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const { claim, masters, evidence } = input;
  const attachments = evidence?.attachments;
  if (attachments === undefined || listParameter(row, 'exemptTypes').includes(claim.type)) return NOTHING;
  const ofOperation = masters.operations.get(claim.mainOpId ?? '')?.requiredPhotoKinds ?? '';
  const required = [...listParameter(row, 'kinds'), ...ofOperation.split(',')].filter((kind) => kind !== '');
  const missing = [...new Set(required)].filter((kind) => !attachments.some((file) => file.kind === kind));
  return missing.length === 0 ? NOTHING : onClaim({ missing: missing.join(' '), count: missing.length });
}

function pairFacts(own: AttachmentEvidence, other: OtherAttachmentEvidence): Facts {
  return {
    attachmentId: own.id,
    kind: own.kind,
    otherAttachmentId: other.id,
    otherClaimId: other.claimId,
    otherClaimNo: other.claimNo,
    otherVin: other.vin,
    otherStationName: other.stationName,
    otherStationId: other.stationId ?? null,
    otherSha256: other.sha256,
    otherDate: businessDateOf(other.uploadedAtMs),
  };
}

/** A02: the very same file came with a claim of another vehicle. */
export function sameFile({ input }: EvaluationContext): readonly RuleFinding[] {
  const { attachments = [], otherAttachments = [] } = input.evidence ?? {};
  if (otherAttachments.length === 0) return NOTHING;
  for (const own of attachments) {
    const other = otherAttachments.find((one) => one.sha256 === own.sha256 && one.vin !== input.claim.vinText);
    if (other !== undefined) return onClaim(pairFacts(own, other));
  }
  return NOTHING;
}

const HASH = /^[0-9a-f]{16}$/i;

/** In how many of 64 bits two perceptual hashes (16 hex digits) differ; null when one is not of that form. */
export function hammingDistance(a: string | null, b: string | null): number | null {
  if (a === null || b === null || !HASH.test(a) || !HASH.test(b)) return null;
  const half = (from: number): number =>
    Number.parseInt(a.slice(from, from + 8), 16) ^ Number.parseInt(b.slice(from, from + 8), 16);
  return bitsOf(half(0)) + bitsOf(half(8));
}

function bitsOf(word: number): number {
  let bits = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) bits += 1;
  return bits;
}

/** A03: a photograph of the fault, odometer, plate or tag is nearly the same as one of another vehicle. */
export function nearSamePhoto({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const { attachments = [], otherAttachments = [] } = input.evidence ?? {};
  if (otherAttachments.length === 0) return NOTHING;
  const kinds = listParameter(row, 'kinds');
  const maxBits = numberParameter(row, 'maxBits');
  let best: { own: AttachmentEvidence; other: OtherAttachmentEvidence; bits: number } | null = null;
  for (const own of attachments) {
    if (!kinds.includes(own.kind)) continue;
    for (const other of otherAttachments) {
      if (other.vin === input.claim.vinText || !kinds.includes(other.kind)) continue;
      const bits = hammingDistance(own.phash64, other.phash64);
      if (bits !== null && bits <= maxBits && (best === null || bits < best.bits)) best = { own, other, bits };
    }
  }
  return best === null ? NOTHING : onClaim({ ...pairFacts(best.own, best.other), bits: best.bits, maxBits });
}

const DAY_MS = 86_400_000;

/** A04: a photograph was taken long before or after the repair, or far from where it was done. */
export function photoElsewhere({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const { attachments, order } = input.evidence ?? {};
  const { startAtMs = null, finishAtMs = null } = order ?? {};
  const workPlace = knownPlace(order ?? {});
  const slackMs = numberParameter(row, 'slackDays') * DAY_MS;
  const maxKm = numberParameter(row, 'maxKm');
  const kinds = listParameter(row, 'kinds');
  for (const { id: attachmentId, kind, takenAtMs, ...file } of attachments ?? []) {
    if (!kinds.includes(kind)) continue;
    const takenDate = takenAtMs === null ? null : businessDateOf(takenAtMs);
    const isEarly = takenAtMs !== null && startAtMs !== null && takenAtMs < startAtMs - slackMs;
    const isLate = takenAtMs !== null && finishAtMs !== null && takenAtMs > finishAtMs + slackMs;
    const place = knownPlace(file);
    const km = place === null || workPlace === null ? null : microDistanceKm(place, workPlace);
    const distanceKm = km === null ? null : Math.round(km);
    if (isEarly || isLate) return onClaim({ attachmentId, kind, takenDate, distanceKm, maxKm, context: 'time' });
    if (km !== null && km > maxKm) {
      return onClaim({ attachmentId, kind, takenDate, distanceKm, maxKm, context: 'place' });
    }
  }
  return NOTHING;
}

/** A05: the VIN read from the photographed plate is not the one that was typed. */
export function plateDiffers({ input }: EvaluationContext): readonly RuleFinding[] {
  const typed = normaliseVin(input.claim.vinText);
  const other = input.evidence?.plateReadings?.find(({ vinText }) => normaliseVin(vinText) !== typed);
  if (other === undefined) return NOTHING;
  return onClaim({ attachmentId: other.attachmentId, typedVin: typed, readVin: normaliseVin(other.vinText) });
}
