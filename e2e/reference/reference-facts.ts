import type { EvaluationInput, LineFact, MasterRows } from '../../src-shared/domain/claims/evaluation-types.ts';

/* What the second evaluator needs to know about a claim, in the plainest way; no code of the engine. */

export interface ReferenceCase {
  input: EvaluationInput;
  rows: MasterRows;
}

export type Found = [line: number | null, severity: string][];
export type Rule = (c: ReferenceCase) => Found;

const DAY = 86_400_000;
export const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY;
/** The Chinese calendar day of an instant. */
export const chinaDay = (ms: number): number => Math.floor((ms + 8 * 3_600_000) / DAY);
export const claimHit = (holds: boolean, severity: string): Found => (holds ? [[null, severity]] : []);
export const lineHits = (lines: readonly LineFact[], severity: string): Found =>
  lines.map((line) => [line.seq, severity]);

function monthsLater(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(day, lastDay));
  return first.toISOString().slice(0, 10);
}

const DEAD = 'DRAFT DELETED WITHDRAWN REJECTED AUTO_REJECTED EXPIRED REVERSED'.split(' ');

/** Other live claims of the vehicle that came before this one. */
export function before({ input: { claim, history } }: ReferenceCase) {
  return history
    .filter((h) => h.id !== claim.id && !DEAD.includes(h.status) && h.submittedAtMs !== null)
    .filter((h) => {
      const [theirs, ours] = [h.submittedAtMs ?? 0, claim.submittedAtMs ?? Infinity];
      return theirs < ours || (theirs === ours && h.id < claim.id);
    })
    .sort((a, b) => (a.repairFinishDate + a.id < b.repairFinishDate + b.id ? -1 : 1));
}

export const apart = (a: string, b: string): number => Math.abs(dayOf(a) - dayOf(b));
export const opOf = ({ rows }: ReferenceCase, id: string | null) => rows.operations.find((op) => op.id === id);
export const partOf = ({ rows }: ReferenceCase, id: string | null) => rows.parts.find((part) => part.id === id);
export const labourOf = ({ input }: ReferenceCase) => input.lines.filter((line) => line.costType === 'LABOUR');
export const materialOf = ({ input }: ReferenceCase) => input.lines.filter((line) => line.costType === 'MATERIAL');
export const claimedFen = ({ input }: ReferenceCase) =>
  input.lines.reduce((sum, line) => sum + (line.claimedFen ?? 0), 0);

/** The one coverage of the generated company. */
export function cover(c: ReferenceCase) {
  const [row] = c.rows.coverages;
  const { vehicle, claim } = c.input;
  if (row === undefined || vehicle === null || vehicle.inServiceDate === null || row.months === null) return null;
  const firstOut = monthsLater(vehicle.inServiceDate, row.months);
  const excluded = row.excluded === 1 && claim.type !== 'CAMPAIGN';
  const inPlay = !excluded && claim.type !== 'CAMPAIGN';
  const out = { byDate: claim.failureDate >= firstOut, byKm: (claim.mileageKm ?? 0) > (row.kmLimit ?? Infinity) };
  return { firstOut, excluded, inPlay, ...out };
}

export function groupOf(c: ReferenceCase): string | null {
  const { claim } = c.input;
  return (
    partOf(c, claim.causalPartId)?.componentGroupId ??
    claim.componentGroupId ??
    opOf(c, claim.mainOpId)?.componentGroupId ??
    null
  );
}

/** Readings before the day, not this claim's own. */
export function readings({ input: { claim, mileageReadings } }: ReferenceCase) {
  return mileageReadings.filter((r) => r.readDate < claim.repairFinishDate && r.sourceDocId !== claim.workOrderId);
}

export function kilometres(
  a: { latMicro: number; lngMicro: number },
  b: { latMicro: number; lngMicro: number },
): number {
  const rad = (micro: number): number => ((micro / 1e6) * Math.PI) / 180;
  const [p, q] = [rad(a.latMicro), rad(b.latMicro)];
  const h =
    Math.sin((q - p) / 2) ** 2 + Math.cos(p) * Math.cos(q) * Math.sin((rad(b.lngMicro) - rad(a.lngMicro)) / 2) ** 2;
  return 2 * 6371.0088 * Math.asin(Math.min(1, Math.sqrt(h)));
}
export function placed<T extends object>(place: T | null | undefined): { latMicro: number; lngMicro: number } | null {
  const { latMicro, lngMicro } = (place ?? {}) as { latMicro?: number | null; lngMicro?: number | null };
  return latMicro == null || lngMicro == null ? null : { latMicro, lngMicro };
}

export const FIXED = ['CAMPAIGN', 'PDI', 'FIRST_SERVICE', 'SEASON_CHECK'];
export const plain = (text: string | null | undefined): string => (text ?? '').replace(/[\s·.\-—]/g, '').toUpperCase();

export function season(date: string): string | null {
  const [year, rest] = [Number(date.slice(0, 4)), date.slice(5)];
  if (rest >= '06-01' && rest <= '10-15') return `S${year}`;
  if (rest >= '12-15') return `W${year}`;
  return rest <= '03-31' ? `W${year - 1}` : null;
}

/** Checks and first services are paid a fixed fee (claims §4.4): their hours and rates are nobody's business. */
export const FIXED_FEE = ['PDI', 'FIRST_SERVICE', 'SEASON_CHECK'];

/** Hours over the standard less the overlap, per line. */
export function overHours(c: ReferenceCase): { line: LineFact; limit: number; standard: number }[] {
  if (FIXED_FEE.includes(c.input.claim.type)) return [];
  const labour = labourOf(c).flatMap((line) => {
    const op = opOf(c, line.opId);
    return op === undefined ? [] : [{ line, op }];
  });
  return labour.map(({ line, op }) => {
    const contains = (id: string): boolean =>
      id !== op.id && c.rows.operationIncludes.some((row) => row.opId === id && row.includedOpId === op.id);
    let overlap = 0;
    if (labour.some((other) => contains(other.op.id))) overlap = op.stdHoursCenti;
    else if (op.overlapGroup !== null && op.overlapDeductCenti > 0) {
      const same = labour.filter((other) => other.op.overlapGroup === op.overlapGroup);
      const longest = same.toSorted((a, b) => b.op.stdHoursCenti - a.op.stdHoursCenti || a.line.seq - b.line.seq)[0];
      if (longest?.line.seq !== line.seq) overlap = op.overlapDeductCenti;
    }
    return { line, limit: Math.max(0, op.stdHoursCenti - overlap), standard: op.stdHoursCenti };
  });
}

export function exactDuplicates(c: ReferenceCase) {
  const { claim } = c.input;
  return before(c).filter(
    (h) =>
      claim.mainOpId !== null &&
      h.mainOpId === claim.mainOpId &&
      apart(h.repairFinishDate, claim.repairFinishDate) <= 1,
  );
}
