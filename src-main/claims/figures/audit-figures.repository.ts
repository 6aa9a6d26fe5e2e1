import type {
  AuditFiguresAnswer,
  AuditFiguresRequest,
  FigureGrouping,
} from '../../../src-shared/contract/audit-figures.contract.ts';
import { AuditTally, outcomeOfClaim, type AuditFigures } from '../../../src-shared/domain/claims/audit-figures.ts';
import { businessDateOf, startOfBusinessDate } from '../../../src-shared/domain/units/business-date.ts';
import { addDays } from '../../../src-shared/domain/units/dates.ts';
import { MIS_BANDS } from '../../../src-shared/domain/claims/mis-band.ts';
import { workingDayNumbers, type CalendarDay } from '../../../src-shared/domain/units/working-days.ts';
import type { ReadStores } from '../../db/stores.ts';
import {
  BY_RULES,
  COMPONENT_NAME,
  DECIDED,
  IS_DECIDED,
  IS_FRAUD,
  MIS_BAND,
  REGION_NAME,
  SAVED_FEN,
  SERIES,
  STATION_GRADE,
  SUPPLIER_NAME,
} from '../claim-columns.ts';
import { personLabels } from './person-label.ts';
import { clerkLoads, cutsByReason, rulePrecisions } from './audit-findings.repository.ts';

/** More groups than anybody reads; the export has them as well. */
const MOST_GROUPS = 500;
/** A claim that waited longer than this before it was decided is beyond the calendar; its days are not counted. */
const LONGEST_AUDIT_DAYS = 1_100;

/** Key and name of the group a claim belongs to: the key is what the grid's condition on that column takes. */
const GROUPS: Readonly<Record<FigureGrouping, { key: string; name: string }>> = {
  region: { key: REGION_NAME, name: REGION_NAME },
  station: { key: 'c.claimant_code', name: 'c.claimant_name' },
  // called by name below: two people may have the same one
  auditor: orNone('c.decided_by'),
  productLine: { key: 'c.product_line', name: 'c.product_line' },
  grade: orNone(STATION_GRADE),
  series: orNone(SERIES),
  model: orNone('c.model_name'),
  component: orNone(COMPONENT_NAME),
  supplier: orNone(SUPPLIER_NAME),
  misBand: orNone(MIS_BAND),
  month: {
    key: `strftime('%Y-%m', c.decided_at_ms / 1000 + 28800, 'unixepoch')`,
    name: `strftime('%Y-%m', c.decided_at_ms / 1000 + 28800, 'unixepoch')`,
  },
};

/** What some claims have none of: their group has the empty key. */
function orNone(sql: string): { key: string; name: string } {
  return { key: `coalesce(${sql}, '')`, name: `coalesce(${sql}, '')` };
}

/** The instants between which a claim of the period was decided: from, and before. */
export interface DecidedBetween {
  fromMs: number;
  beforeMs: number;
}

/** When it was decided for good for the first time: a claim that was reopened is decided again. */
const FIRST_DECIDED_AT_MS = `coalesce((select min(first.decided_at_ms) from audit_decision first
  where first.claim_id = c.id and first.status_to in (${DECIDED})), c.decided_at_ms)`;

interface ClaimFact {
  id: string;
  groupKey: string;
  groupName: string | null;
  byRules: number;
  isFraud: number;
  savedFen: number;
  returnCount: number;
  claimedFen: number;
  approvedFen: number;
  payableFen: number;
  submittedDate: string | null;
  firstDecidedAtMs: number;
}

/** How the audit went between two dates (claims §6.6), from what the server has confirmed; decisions on the way do not count yet. */
export function auditFigures(stores: ReadStores, request: AuditFiguresRequest): AuditFiguresAnswer {
  const { fromDate, toDate, by } = request;
  const between: DecidedBetween = {
    fromMs: startOfBusinessDate(fromDate),
    beforeMs: startOfBusinessDate(addDays(toDate, 1)),
  };
  const days = auditDayCounter(stores, between, request);
  const labelOf = by === 'auditor' ? personLabels(stores) : null;
  const keyOf = (key: string): string => (labelOf === null || key === '' ? key : labelOf(key));
  const total = new AuditTally();
  const groups = new Map<string, { name: string; tally: AuditTally }>();
  for (const claim of decidedClaims(stores, between, by)) {
    const fact = {
      outcome: outcomeOfClaim(claim),
      byRules: claim.byRules === 1,
      ...{ fraud: claim.isFraud === 1, savedFen: claim.savedFen },
      returnCount: claim.returnCount,
      claimedFen: claim.claimedFen,
      approvedFen: claim.approvedFen,
      // what the rules passed by themselves took nobody's time
      auditDays: claim.byRules === 1 ? null : days(claim),
    };
    total.add(fact);
    const key = keyOf(claim.groupKey);
    let group = groups.get(key);
    if (group === undefined) {
      group = { name: by === 'auditor' ? key : (claim.groupName ?? key), tally: new AuditTally() };
      groups.set(key, group);
    }
    group.tally.add(fact);
  }
  const rows = [...groups].map(([key, { name, tally }]) => rowOf(key, name, tally.figures()));
  return {
    total: rowOf('', '', total.figures()),
    rows: rows
      .sort(
        (left, right) =>
          placeOf(by, left.key) - placeOf(by, right.key) ||
          (by === 'month' ? 0 : right.decided - left.decided) ||
          (left.key < right.key ? -1 : 1),
      )
      .slice(0, MOST_GROUPS),
    groups: rows.length,
    cuts: cutsByReason(stores, between),
    rules: rulePrecisions(stores, between),
    clerks: clerkLoads(stores, between),
  };
}

/** Bands stand in their order, everything else by what it counts. */
function placeOf(by: FigureGrouping, key: string): number {
  if (by !== 'misBand') return 0;
  const place = MIS_BANDS.findIndex(({ name }) => name === key);
  return place < 0 ? MIS_BANDS.length : place;
}

function rowOf(key: string, name: string, figures: AuditFigures): AuditFiguresAnswer['total'] {
  return { key, name, ...figures };
}

function decidedClaims(
  { replicaFile }: ReadStores,
  { fromMs, beforeMs }: DecidedBetween,
  by: FigureGrouping,
): IterableIterator<ClaimFact> {
  const { key, name } = GROUPS[by];
  return replicaFile
    .prepare(
      `select c.id, ${key} as groupKey, ${name} as groupName, ${BY_RULES} as byRules,
              ${IS_FRAUD} as isFraud, ${SAVED_FEN} as savedFen, c.return_count as returnCount,
              c.claimed_fen as claimedFen, c.approved_fen as approvedFen, c.payable_fen as payableFen,
              c.submitted_date as submittedDate,
              ${FIRST_DECIDED_AT_MS} as firstDecidedAtMs
         from claim c where ${IS_DECIDED} and c.decided_at_ms >= ? and c.decided_at_ms < ?`,
    )
    .iterate(fromMs, beforeMs) as IterableIterator<ClaimFact>;
}

/** Working days from a claim's first submission to its first final decision, those on hold left out. */
function auditDayCounter(
  stores: ReadStores,
  between: DecidedBetween,
  { fromDate, toDate }: AuditFiguresRequest,
): (claim: Pick<ClaimFact, 'id' | 'submittedDate' | 'firstDecidedAtMs'>) => number | null {
  const firstDate = addDays(fromDate, -LONGEST_AUDIT_DAYS);
  const calendar = stores.replicaFile
    .prepare('select day_date as dayDate, kind from calendar_day where day_date between ? and ?')
    .all(firstDate, toDate) as CalendarDay[];
  const numbers = workingDayNumbers(firstDate, toDate, calendar);
  const held = daysOnHold(stores, between, numbers);
  return ({ id, submittedDate, firstDecidedAtMs }) => {
    const from = numbers.get(submittedDate ?? '');
    const to = numbers.get(businessDateOf(firstDecidedAtMs));
    return from === undefined || to === undefined ? null : Math.max(0, to - from - (held.get(id) ?? 0));
  };
}

/** Working days each claim of the period was on hold before it was first decided, by claim; only those that were. */
function daysOnHold(
  { replicaFile }: ReadStores,
  { fromMs, beforeMs }: DecidedBetween,
  numbers: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const steps = replicaFile
    .prepare(
      `select d.claim_id as claimId, d.status_to = 'ON_HOLD' as begins, d.decided_at_ms as atMs
         from audit_decision d join claim c on c.id = d.claim_id
        where (d.status_to = 'ON_HOLD') <> (d.status_from = 'ON_HOLD')
          and c.decided_at_ms >= ? and c.decided_at_ms < ? and d.decided_at_ms <= ${FIRST_DECIDED_AT_MS}
        order by d.claim_id, d.decided_at_ms, d.id`,
    )
    .all(fromMs, beforeMs) as { claimId: string; begins: number; atMs: number }[];
  const held = new Map<string, number>();
  let since: { claimId: string; number: number } | null = null;
  for (const { claimId, begins, atMs } of steps) {
    const number = numbers.get(businessDateOf(atMs)) ?? 0;
    if (begins === 1) since = { claimId, number };
    else if (since?.claimId === claimId) {
      held.set(claimId, (held.get(claimId) ?? 0) + number - since.number);
      since = null;
    }
  }
  return held;
}
