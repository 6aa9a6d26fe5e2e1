import {
  dayOf,
  chinaDay,
  claimHit,
  lineHits,
  before,
  apart,
  opOf,
  partOf,
  labourOf,
  materialOf,
  claimedFen,
  cover,
  groupOf,
  readings,
  kilometres,
  placed,
  FIXED,
  FIXED_FEE,
  plain,
  season,
  overHours,
  exactDuplicates,
  type Found,
  type ReferenceCase,
  type Rule,
} from './reference-facts.ts';

import { RULES_OF_PAPERS } from './reference-papers.ts';
import { RULES_OF_RECORDS } from './reference-records.ts';

/*
 * A second evaluator, written from claims §5 alone: every rule in the plainest way, thresholds as they are printed there, no
 * code of the engine. Slow on purpose; it exists to disagree with the engine where one of the two is wrong. It answers
 * `rule:severity:line` for every hit.
 */

export const REFERENCE_RULES: Readonly<Record<string, Rule>> = {
  ...RULES_OF_RECORDS,
  ...RULES_OF_PAPERS,
  V01: ({ input }) => claimHit(input.vehicle === null, 'BLOCK'),
  V03: ({ input: { claim, vehicle, evidence } }) => {
    const differs = (a: string | null | undefined, b: string | null | undefined): boolean =>
      plain(a) !== '' && plain(b) !== '' && plain(a) !== plain(b);
    const plate = differs(claim.plateNo, vehicle?.plateNo);
    return claimHit(plate || differs(evidence?.order?.engineNo, vehicle?.engineNo), 'WARN');
  },
  V04: (c) => {
    const highest = Math.max(-Infinity, ...readings(c).map((r) => r.readingKm));
    return claimHit(c.input.claim.mileageKm !== null && c.input.claim.mileageKm < highest - 50, 'BLOCK');
  },
  V05: (c) => {
    const [last] = readings(c).sort((a, b) => dayOf(b.readDate) - dayOf(a.readDate) || b.readingKm - a.readingKm);
    const { claim } = c.input;
    if (last === undefined || claim.mileageKm === null) return [];
    const perDay =
      (claim.mileageKm - last.readingKm) / Math.max(1, dayOf(claim.repairFinishDate) - dayOf(last.readDate));
    return claimHit(perDay > (claim.productLine === 'COACH' ? 1500 : 1200), 'WARN');
  },
  V06: (c) => {
    const { claim, vehicle } = c.input;
    const days = [
      ...new Set(
        readings(c)
          .filter((r) => r.readingKm === claim.mileageKm)
          .map((r) => dayOf(r.readDate)),
      ),
    ];
    const long = dayOf(claim.repairFinishDate) - Math.min(...days) >= 60;
    return claimHit(vehicle?.status === 'SOLD' && days.length >= 2 && long, 'WARN');
  },
  V07: ({ input: { claim, vehicle } }) =>
    claimHit(claim.type !== 'PDI' && ['STOCK', 'SCRAPPED', 'STOLEN'].includes(vehicle?.status ?? ''), 'BLOCK'),
  W01: (c) => {
    const w = cover(c);
    return claimHit(w !== null && w.inPlay && w.byDate && c.input.claim.type === 'WARRANTY', 'BLOCK');
  },
  W02: (c) => {
    const w = cover(c);
    return claimHit(w !== null && w.inPlay && w.byKm && c.input.claim.type === 'WARRANTY', 'BLOCK');
  },
  W03: (c) => {
    if (c.input.claim.type !== 'WARRANTY') return [];
    const out = cover(c)?.excluded === true;
    const lines = materialOf(c).filter((l) => partOf(c, l.partId)?.isWear === 1 || (out && l.isCausal === 1));
    return lines.length > 0 ? lineHits(lines, 'BLOCK') : claimHit(out, 'BLOCK');
  },
  W04: ({ input: { claim, vehicle } }) =>
    claimHit(claim.type !== 'PDI' && claim.failureDate < (vehicle?.saleDate ?? ''), 'BLOCK'),
  W05: (c) => {
    const { claim, evidence } = c.input;
    const w = cover(c);
    const moved = (evidence?.edits ?? []).some(
      (e) =>
        w !== null && e.field === 'failureDate' && (e.oldValue ?? '') >= w.firstOut && (e.newValue ?? '9') < w.firstOut,
    );
    const paid = evidence?.orderWasPaid === true || evidence?.call?.paidAnything === 1;
    return claimHit(claim.type === 'WARRANTY' && (paid || moved), 'BLOCK');
  },
  W06: ({ input: { evidence } }) => {
    const s = evidence?.statistics;
    if (s == null || s.peerEndOfCoverBp === null || s.claims12 === 0 || s.endOfCover12 < 20) return [];
    return claimHit(s.endOfCover12 / s.claims12 > (2 * s.peerEndOfCoverBp) / 10_000, 'WARN');
  },
  W07: ({ input: { claim, evidence } }) => {
    if (evidence?.request === undefined || FIXED.includes(claim.type)) return [];
    const { request, order } = evidence;
    if (request === null || (order?.startAtMs != null && request.reportedAtMs > order.startAtMs))
      return [[null, 'WARN']];
    return claimHit(dayOf(claim.failureDate) < chinaDay(request.reportedAtMs) - 7, 'WARN');
  },
  W08: ({ input: { claim, evidence } }) =>
    claimHit(
      (evidence?.vehicleChanges ?? []).some((change) => {
        const days = dayOf(claim.submittedDate ?? '') - chinaDay(change.changedAtMs);
        return change.field === 'inServiceDate' && days >= 0 && days <= 30;
      }),
      'WARN',
    ),
  D01: (c) => claimHit(exactDuplicates(c).length > 0, 'BLOCK'),
  D02: (c) => {
    const { claim } = c.input;
    const overlap = opOf(c, claim.mainOpId)?.overlapGroup;
    const hit = before(c).some((h) => {
      const sameGroup = groupOf(c) !== null && h.componentGroupId === groupOf(c);
      const sameOverlap = overlap != null && opOf(c, h.mainOpId)?.overlapGroup === overlap;
      const otherOp = h.mainOpId === null || h.mainOpId !== claim.mainOpId;
      return otherOp && (sameGroup || sameOverlap) && apart(h.repairFinishDate, claim.repairFinishDate) <= 3;
    });
    return claimHit(hit, 'WARN');
  },
  D03: (c) => {
    const { claim } = c.input;
    const group = c.rows.componentGroups.find((row) => row.id === groupOf(c));
    const days = group?.class === 'ENGINE' || group?.class === 'DRIVELINE' ? 90 : 30;
    const told = exactDuplicates(c)[0];
    const hit = before(c).some((h) => {
      const sameOp = claim.mainOpId !== null && h.mainOpId === claim.mainOpId;
      const samePart = claim.causalPartId !== null && h.causalPartId === claim.causalPartId;
      const gap = dayOf(claim.repairFinishDate) - dayOf(h.repairFinishDate);
      return h !== told && (sameOp || samePart) && gap >= 0 && gap <= days;
    });
    return claimHit(hit && ['WARRANTY', 'GOODWILL'].includes(claim.type), 'WARN');
  },
  D04: (c) =>
    claimHit(
      before(c).some((h) => h.workOrderId === c.input.claim.workOrderId),
      'BLOCK',
    ),
  D05: (c) => {
    const { claim, evidence } = c.input;
    if (claim.type === 'CAMPAIGN') {
      const other = before(c).some((h) => claim.campaignId !== null && h.campaignId === claim.campaignId);
      const { status, doneClaimId } = evidence?.campaign ?? {};
      return claimHit(other || (status === 'DONE' && doneClaimId != null && doneClaimId !== claim.id), 'BLOCK');
    }
    if (claim.type !== 'SEASON_CHECK') return [];
    const own = season(claim.repairFinishDate);
    const twice = before(c).some((h) => h.type === 'SEASON_CHECK' && season(h.repairFinishDate) === own);
    return claimHit(own !== null && twice, 'BLOCK');
  },
  D06: ({ input: { claim, evidence } }) => {
    if (claim.type !== 'CAMPAIGN' || evidence?.campaign === undefined) return [];
    return claimHit(evidence.campaign === null || evidence.campaign.status === null, 'BLOCK');
  },
  D07: (c) => {
    const { claim, settings } = c.input;
    const visit = before(c).filter(
      (h) => h.stationId === claim.stationId && h.repairFinishDate === claim.repairFinishDate,
    );
    const amounts = [claimedFen(c), ...visit.map((h) => h.claimedFen ?? 0)];
    const sum = amounts.reduce((a, b) => a + b, 0);
    const each = amounts.every((fen) => fen <= settings.autoApproveLimitFen);
    return claimHit(visit.length > 0 && each && sum > settings.autoApproveLimitFen, 'WARN');
  },
  L01: (c) =>
    overHours(c).flatMap(({ line, limit, standard }): Found => {
      const hours = line.hoursCenti ?? standard;
      return hours > limit ? [[line.seq, hours > standard * 1.5 ? 'WARN' : 'INFO']] : [];
    }),
  L02: (c) => {
    const { vehicle } = c.input;
    const wrong = (wanted: string | null | undefined, has: string | null | undefined): boolean =>
      !!wanted && !!has && wanted !== has;
    const lines = labourOf(c).filter((line) => {
      const op = opOf(c, line.opId);
      return (
        op !== undefined &&
        (wrong(op.modelId, vehicle?.modelId) ||
          wrong(op.series, vehicle?.series) ||
          wrong(op.productLine, vehicle?.productLine))
      );
    });
    return lineHits(lines, 'BLOCK');
  },
  L03: (c) => {
    const contained = labourOf(c).filter((line) =>
      labourOf(c).some(
        (other) =>
          other.opId !== line.opId &&
          c.rows.operationIncludes.some((row) => row.opId === other.opId && row.includedOpId === line.opId),
      ),
    );
    return lineHits(contained, 'INFO');
  },
  L04: ({ input: { claim, evidence } }) => {
    const hours = new Map<string, number>();
    for (const row of evidence?.order?.labour ?? []) {
      if (row.technician !== null) hours.set(row.technician, (hours.get(row.technician) ?? 0) + row.hoursCenti);
    }
    for (const row of evidence?.technicianDays ?? []) {
      const known = hours.get(row.technician);
      if (known !== undefined && row.dayDate === claim.repairFinishDate)
        hours.set(row.technician, known + row.otherHoursCenti);
    }
    return claimHit(evidence?.technicianDays !== undefined && [...hours.values()].some((sum) => sum > 1200), 'WARN');
  },
  L05: (c) => {
    const { startAtMs, finishAtMs } = c.input.evidence?.order ?? {};
    if (startAtMs == null || finishAtMs == null) return [];
    const standard = labourOf(c).reduce((sum, line) => sum + (opOf(c, line.opId)?.stdHoursCenti ?? 0), 0);
    return claimHit((finishAtMs - startAtMs) / 3_600_000 < (0.3 * standard) / 100, 'WARN');
  },
  L06: (c) => {
    if (FIXED_FEE.includes(c.input.claim.type)) return [];
    const rate = c.input.claim.productLine === 'COACH' ? 6000 : 5500;
    return lineHits(
      labourOf(c).filter((line) => line.unitFen !== 0 && line.unitFen !== rate),
      'INFO',
    );
  },
  P01: (c) => {
    const seen = new Set<string>();
    return materialOf(c).flatMap((line): Found => {
      const part = partOf(c, line.partId);
      if (part === undefined || part.maxQtyPerVehicleMilli === null || seen.has(part.id)) return [];
      seen.add(part.id);
      const own = materialOf(c)
        .filter((l) => l.partId === part.id)
        .reduce((sum, l) => sum + (l.qtyMilli ?? 1000), 0);
      const earlier = (c.input.evidence?.fittedQty ?? [])
        .filter((f) => f.partId === part.id && dayOf(c.input.claim.repairFinishDate) - dayOf(f.finishDate) <= 365)
        .reduce((sum, f) => sum + f.qtyMilli, 0);
      return own + earlier > part.maxQtyPerVehicleMilli ? [[line.seq, 'BLOCK']] : [];
    });
  },
  P05: (c) => {
    const over = materialOf(c).filter((line) => {
      const part = partOf(c, line.partId);
      return part !== undefined && line.supplyMode !== 'FREE_ISSUE' && line.unitFen > part.issuePriceFen;
    });
    return lineHits(over, 'INFO');
  },
  P08: (c) => {
    const files = c.input.evidence?.attachments;
    const lines = materialOf(c).filter((line) => {
      const part = partOf(c, line.partId);
      if (part === undefined || line.supplyMode !== 'LOCAL_BUY') return false;
      const unproven = files !== undefined && !files.some((file) => file.kind === 'INVOICE');
      return unproven || line.unitFen > part.issuePriceFen * 1.2;
    });
    return lineHits(lines, 'BLOCK');
  },
  T05: ({ input }) =>
    input.evidence?.order?.place === 'SHOP'
      ? lineHits(
          input.lines.filter((l) => l.costType === 'TRAVEL'),
          'BLOCK',
        )
      : [],
  G01: ({ input: { claim, evidence } }) => {
    const { order, visits } = evidence ?? {};
    const here = placed(order);
    if (here === null || order?.startAtMs == null || order.finishAtMs == null) return [];
    const { startAtMs, finishAtMs } = order;
    const impossible = (visits ?? []).some((visit) => {
      if (visit.stationId === claim.stationId || visit.workOrderId === claim.workOrderId) return false;
      if (visit.startAtMs < finishAtMs && startAtMs < visit.finishAtMs) return true;
      const gap = Math.max(visit.startAtMs - finishAtMs, startAtMs - visit.finishAtMs) / 3_600_000;
      const road = kilometres(here, visit) * 1.3;
      return gap === 0 ? road > 0 : road / gap > 90;
    });
    return claimHit(impossible, 'BLOCK');
  },
  G02: ({ input: { claim } }) => {
    const days = dayOf(claim.submittedDate ?? claim.repairFinishDate) - dayOf(claim.repairFinishDate);
    return claimHit(days > 30, days > 60 ? 'BLOCK' : 'WARN');
  },
  G04: ({ input: { evidence } }) =>
    claimHit(evidence?.call?.result === 'DENIED' || evidence?.call?.repaired === 0, 'BLOCK'),
  G05: ({ input: { evidence } }) => {
    const call = evidence?.call;
    if (call == null) return [];
    const silent = call.result === 'UNREACHED' && call.attemptCount >= 3;
    return claimHit(silent || call.isStationPhone || call.phoneOwners > 5, 'WARN');
  },
  G06: (c) => {
    const { claim, evidence, lines } = c.input;
    if (evidence?.preauth === undefined || FIXED.includes(claim.type)) return [];
    const always = lines.some((line) => opOf(c, line.opId)?.needsPreauth === 1);
    if (!always && claimedFen(c) <= 1_000_000) return [];
    const p = evidence.preauth;
    const good =
      p !== null &&
      ['GRANTED', 'USED'].includes(p.status) &&
      p.stationId === claim.stationId &&
      p.validFromDate <= claim.repairFinishDate &&
      p.validToDate >= claim.repairFinishDate &&
      claimedFen(c) <= p.amountLimitFen;
    return claimHit(!good, 'BLOCK');
  },
  S01: ({ input: { station, claim } }) => {
    if (station === null) return [];
    const terms = station.terms;
    const day = claim.repairFinishDate;
    const valid = terms !== null && (terms.contractFromDate ?? '') <= day && day <= (terms.contractToDate ?? '9999');
    return claimHit(station.status !== 'ACTIVE' || (station.type !== 'OWN' && !valid), 'BLOCK');
  },
  S02: ({ input: { station, claim } }) => {
    const lines = station?.terms?.productLines;
    return claimHit(lines !== undefined && lines !== '' && !lines.split(',').includes(claim.productLine), 'BLOCK');
  },
  S05: ({ input: { station, vehicle } }) => {
    const host = station?.hostedCustomerId ?? null;
    return claimHit(station?.type === 'CUSTOMER_HOSTED' && host !== null && host === vehicle?.customerId, 'INFO');
  },
  S08: ({ input: { evidence } }) => {
    const s = evidence?.statistics;
    return claimHit(s != null && s.claims12 >= 20 && s.underLimit12 / s.claims12 > 0.25, 'WARN');
  },
  A01: (c) => {
    const { claim, evidence } = c.input;
    if (evidence?.attachments === undefined || FIXED.includes(claim.type)) return [];
    const wanted = (opOf(c, claim.mainOpId)?.requiredPhotoKinds ?? '').split(',').filter((kind) => kind !== '');
    return claimHit(
      wanted.some((kind) => !evidence.attachments?.some((file) => file.kind === kind)),
      'BLOCK',
    );
  },
  A02: ({ input: { claim, evidence } }) =>
    claimHit(
      (evidence?.attachments ?? []).some((own) =>
        evidence?.otherAttachments?.some((other) => other.sha256 === own.sha256 && other.vin !== claim.vinText),
      ),
      'BLOCK',
    ),
  A03: ({ input: { claim, evidence } }) => {
    const kinds = ['FAULT_PART', 'ODOMETER', 'VIN_PLATE', 'OLD_TAG'];
    const bits = (a: string | null, b: string | null): number =>
      a === null || b === null ? 64 : (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2).replaceAll('0', '').length;
    const near = (evidence?.attachments ?? []).some((own) =>
      evidence?.otherAttachments?.some(
        (other) =>
          kinds.includes(own.kind) &&
          kinds.includes(other.kind) &&
          other.vin !== claim.vinText &&
          bits(own.phash64, other.phash64) <= 6,
      ),
    );
    return claimHit(near, 'WARN');
  },
};

/** Every hit as `rule:severity:line`, sorted. */
export function referenceHits(c: ReferenceCase): string[] {
  return Object.entries(REFERENCE_RULES)
    .flatMap(([id, rule]) => rule(c).map(([line, severity]) => `${id}:${severity}:${line ?? ''}`))
    .sort();
}
