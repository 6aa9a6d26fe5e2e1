import {
  claimHit,
  dayOf,
  FIXED,
  groupOf,
  kilometres,
  labourOf,
  lineHits,
  materialOf,
  opOf,
  partOf,
  placed,
  type Rule,
} from './reference-facts.ts';

/* The second evaluator, continued: rules about records, serial numbers, photographs' places and station figures. */

const LETTERS = 'A1B2C3D4E5F6G7H8J1K2L3M4N5P7R9S2T3U4V5W6X7Y8Z9';
const WEIGHTS = '8 7 6 5 4 3 2 10 0 9 8 7 6 5 4 3 2'.split(' ').map(Number);

function vinIsRight(vin: string): boolean {
  if (vin.length !== 17 || /[^0-9A-Z]|[IOQ]/.test(vin)) return false;
  if (!['LXC', 'LXT', 'LAT'].includes(vin.slice(0, 3))) return true;
  const valueOf = (c: string): number => (/\d/.test(c) ? Number(c) : Number(LETTERS[LETTERS.indexOf(c) + 1]));
  const rest = [...vin].reduce((sum, c, index) => sum + valueOf(c) * (WEIGHTS[index] ?? 0), 0) % 11;
  return vin[8] === (rest === 10 ? 'X' : String(rest));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

export const RULES_OF_RECORDS: Readonly<Record<string, Rule>> = {
  V02: ({ input }) => claimHit(!vinIsRight(input.claim.vinText), 'BLOCK'),
  L07: (c) => {
    if (FIXED.includes(c.input.claim.type)) return [];
    const s = c.input.evidence?.statistics;
    const often = s != null && s.genericLabour12 / s.claims12 > 0.2;
    // "straight-time / other labour": work outside the catalogue as well
    const isGeneric = (id: string | null): boolean => (opOf(c, id) ?? { isGeneric: 1 }).isGeneric === 1;
    const generic = labourOf(c).filter((line) => isGeneric(line.opId));
    return lineHits(
      generic.filter((line) => often || (line.hoursCenti ?? opOf(c, line.opId)?.stdHoursCenti ?? 0) > 100),
      'WARN',
    );
  },
  P02: (c) => {
    const { claim, vehicle } = c.input;
    const rows = c.rows.applicabilities;
    if (rows === undefined || vehicle?.modelId == null) return [];
    const lines = materialOf(c).filter((line) => {
      const ofPart = rows.filter((row) => row.partId === partOf(c, line.partId)?.id);
      const fits = ofPart.some(
        (row) =>
          row.modelId === vehicle.modelId &&
          vehicle.vin >= (row.vinFrom ?? '') &&
          vehicle.vin <= (row.vinTo ?? 'ZZZZ') &&
          claim.repairFinishDate >= (row.validFromDate ?? '') &&
          claim.repairFinishDate <= (row.validToDate ?? '9999'),
      );
      return ofPart.length > 0 && !fits;
    });
    return lineHits(lines, 'BLOCK');
  },
  // the causal part's group against the groups of the cause; of the complaint where nothing is recorded for the cause
  P03: (c) => {
    const { complaintCode, causeCode, causalPartId } = c.input.claim;
    const rowsOf = (code: string | null | undefined) => (c.rows.faultParts ?? []).filter((row) => row.code === code);
    const rows = [rowsOf(causeCode), rowsOf(complaintCode)].find((some) => some.length > 0) ?? [];
    const part = partOf(c, causalPartId);
    const belongs = rows.some((row) => row.componentGroupId === part?.componentGroupId);
    return claimHit(part !== undefined && rows.length > 0 && !belongs, 'WARN');
  },
  P06: ({ input: { evidence } }) => {
    const fitted = (evidence?.order?.parts ?? []).flatMap((part) => part.newSerial ?? []);
    const { shippedSerials, serialFittings } = evidence ?? {};
    const wrong = fitted.some(
      (serial) =>
        serialFittings?.some((other) => other.serial === serial) === true || shippedSerials?.includes(serial) === false,
    );
    return claimHit(wrong, 'BLOCK');
  },
  T02: ({ input: { station, evidence } }) => {
    const [from, to] = [placed(station), placed(evidence?.request)];
    const radius = station?.serviceRadiusKm ?? null;
    if (station === null || from === null || to === null || radius === null) return [];
    if (evidence?.order?.place !== 'FIELD') return [];
    const far = kilometres(from, to);
    const nearer = evidence?.stationPlaces?.some(
      (other) => other.id !== station.id && other.status === 'ACTIVE' && kilometres(other, to) < far,
    );
    return claimHit(far > radius && nearer === true, 'WARN');
  },
  T04: ({ input: { evidence } }) => {
    const trip = evidence?.order?.trip;
    const shared = evidence?.otherTrips?.some((other) => {
      const [a, b, x, y] = [trip?.departAtMs, trip?.returnAtMs, other.departAtMs, other.returnAtMs];
      if (a == null || b == null || x == null || y == null || other.vin === trip?.vin) return false;
      return a < y && x < b && other.km > 0 && (trip?.km ?? 0) > 0;
    });
    return claimHit(shared === true, 'WARN');
  },
  T06: ({ input: { lines, evidence } }) => {
    const hours = 2 * 3_600_000;
    const { departAtMs, returnAtMs } = evidence?.order?.trip ?? {};
    const outside = evidence?.attachments?.some(
      ({ kind, takenAtMs }) =>
        kind === 'TOLL' &&
        takenAtMs !== null &&
        departAtMs != null &&
        returnAtMs != null &&
        (takenAtMs < departAtMs - hours || takenAtMs > returnAtMs + hours),
    );
    // receipts that were never added up are not compared
    const differing = lines.find(
      ({ costType, detail: { tollFen = 0, tollReceiptFen = tollFen } }) =>
        costType === 'TRAVEL' && tollFen !== tollReceiptFen,
    );
    return differing === undefined ? claimHit(outside === true, 'WARN') : [[differing.seq, 'WARN']];
  },
  G07: ({ input: { claim, evidence } }) => {
    const ofLevel = (level: string): string[] =>
      (evidence?.decisions ?? []).flatMap((one) => (one.level === level ? one.decidedBy : []));
    const first = ofLevel('L1');
    const own = claim.createdBy != null && first.includes(claim.createdBy);
    return claimHit(own || ofLevel('L2').some((who) => first.includes(who)), 'BLOCK');
  },
  S03: ({ input: { evidence } }) => {
    const s = evidence?.statistics;
    if (s == null || s.claimsThisMonth < 10 || s.claimsPriorMonths.length === 0) return [];
    const mean = sum(s.claimsPriorMonths) / s.claimsPriorMonths.length;
    return claimHit(s.claimsThisMonth > 2 * mean, s.claimsThisMonth > 3 * mean ? 'WARN' : 'INFO');
  },
  S04: (c) => {
    const { vehicle, evidence } = c.input;
    const row = evidence?.statistics?.costs.find(
      (one) => one.groupId === groupOf(c) && one.modelId === vehicle?.modelId,
    );
    if (row === undefined || row.peersFen.length < 8) return [];
    const middle = median(row.peersFen);
    const spread = median(row.peersFen.map((fen) => Math.abs(fen - middle)));
    return claimHit(spread > 0 && (0.6745 * (row.averageFen - middle)) / spread > 3.5, 'WARN');
  },
  S06: ({ input: { evidence } }) => {
    const s = evidence?.statistics;
    // told of the claims this technician worked on
    const here = evidence?.order?.labour.some((row) => row.technician === s?.topTechnician);
    const one = s != null && s.claims12 >= 20 && s.topTechnician !== null && s.topTechnicianFen / s.value12Fen > 0.4;
    return claimHit((evidence?.visitsAtStation ?? 0) > 5 || (one && here === true), 'WARN');
  },
  S07: ({ input: { evidence } }) => {
    const digits = evidence?.statistics?.firstDigits ?? [];
    const n = sum(digits);
    if (n < 200) return [];
    const expected = (digit: number): number => n * Math.log10(1 + 1 / digit);
    const chi = sum(digits.map((count, index) => (count - expected(index + 1)) ** 2 / expected(index + 1)));
    return claimHit(chi > 20.09, 'INFO');
  },
  A04: ({ input: { evidence } }) => {
    const order = evidence?.order;
    const kinds = ['VEHICLE_45', 'VIN_PLATE', 'ODOMETER', 'FAULT_PART'];
    const [from, to] = [order?.startAtMs, order?.finishAtMs];
    const place = placed(order);
    const wrong = (evidence?.attachments ?? []).some((file) => {
      if (!kinds.includes(file.kind)) return false;
      const day = 86_400_000;
      const late =
        file.takenAtMs !== null &&
        from != null &&
        to != null &&
        (file.takenAtMs < from - day || file.takenAtMs > to + day);
      const taken = placed(file);
      return late || (taken !== null && place !== null && kilometres(taken, place) > 20);
    });
    return claimHit(wrong, 'WARN');
  },
  O01: ({ input: { evidence, evaluatedOnDate } }) => {
    const open = ['DUE', 'TAGGED', 'BOXED', 'SHIPPED', 'OVERDUE'];
    const late = evidence?.oldParts?.some(
      (p) => open.includes(p.status) && dayOf(p.dueDate) + 7 < dayOf(evaluatedOnDate),
    );
    return claimHit(late === true, 'WARN');
  },
  O02: ({ input: { evidence } }) =>
    claimHit(
      evidence?.oldParts?.some((p) => ['WRONG_PART', 'NOT_FAULTY', 'TAMPERED'].includes(p.inspectResult ?? '')) ===
        true,
      'BLOCK',
    ),
  O03: ({ input: { claim, evidence } }) => {
    const serials = [
      ...(evidence?.order?.parts ?? []).map((part) => part.oldSerial),
      ...(evidence?.oldParts ?? []).map((part) => part.serial),
    ];
    const twice = evidence?.serialReturns?.some((row) => row.claimId !== claim.id && serials.includes(row.serial));
    return claimHit(twice === true, 'BLOCK');
  },
};
