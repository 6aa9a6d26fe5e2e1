import type { ErpDocument, OurDocument } from './document.ts';
import { matchDocuments, type DocumentMatch, type MatchRule, type SuggestedPair } from './match-documents.ts';
import { findMirrors, type Mirror, type MirrorSide } from './mirrors.ts';
import {
  differenceClass,
  reconcileKey,
  type DifferenceClass,
  type ReconcileInput,
  type ReconcileResult,
  type ReconcileRow,
  type UnmatchedRow,
} from './reconcile-key.ts';

/** One part in one warehouse, with everything both sides say of it. */
export interface RunKey {
  id: string;
  warehouseId: string;
  partId: string;
  /** All codes of one chain of replaced parts share it; a part without one is its own. */
  chainId: string;
  ledgerMilli: number;
  erpMilli: number;
  shelf: ReconcileInput['shelf'];
  openingDiffMilli: number;
  /** Our documents up to here are partners only: a first run does not know what the ERP booked before it. */
  partnersUntilMs: number;
  packFactors: readonly number[];
  ours: readonly OurDocument[];
  erp: readonly ErpDocument[];
}

export interface RunFrame {
  cutoffAtMs: number;
  windowDays: number;
  nearDays: number;
  accepted: readonly SuggestedPair[];
}

/** Documents that belong together, or one that stands alone, with the difference it makes. */
export interface RunGroup {
  rule: MatchRule | null;
  class: DifferenceClass | null;
  /** What it contributes to ledger − ERP at the cut-off. */
  qtyMilli: number;
  ours: OurDocument[];
  erp: ErpDocument[];
  /** Not settled at the cut-off: its documents up to then go into the next run. */
  isOpen: boolean;
  duplicate: boolean;
}

export interface RunResult extends ReconcileResult {
  id: string;
  groups: RunGroup[];
  suggestions: SuggestedPair[];
}

/**
 * Reconciles all keys of a run: documents are matched key by key, what is left is looked for on the old or new code and in
 * the other warehouses, and every key's difference is explained by classes that add up to it. Stock §4.11.
 */
export function reconcileRun(keys: readonly RunKey[], frame: RunFrame): RunResult[] {
  const matched = keys.map((key) => ({ key, ...groupsOf(key, frame) }));
  const sides = matched.flatMap(({ key, groups }) =>
    groups.flatMap((group): MirrorSide[] => {
      const side = sideOf(group, frame);
      return side === null ? [] : [{ ...placeOf(key), ...side, group }];
    }),
  );
  const mirrorOf = findMirrors(sides, frame.windowDays);
  const results = matched.map(({ key, groups, suggestions }) => {
    const rows = groups.flatMap((group) => rowsOf(group, mirrorOf.get(group) ?? null, frame));
    return { key, groups, suggestions, rows, result: reconcileKey(inputOf(key, rows, frame)) };
  });
  // Without documents a whole difference may still lie on the other code or in the other place.
  const rests = results.flatMap(({ key, result }): MirrorSide[] => {
    const rest = result.contributions.find((each) => each.class === 'UNEXPLAINED')?.qtyMilli ?? 0;
    if (rest === 0) return [];
    const kind = rest > 0 ? 'LEDGER_ONLY' : 'ERP_ONLY';
    return [{ ...placeOf(key), kind, qtyMilli: Math.abs(rest), atMs: frame.cutoffAtMs, group: key }];
  });
  const restMirror = findMirrors(rests, frame.windowDays);
  const restOf = new Map(rests.map((side) => [side.group, side]));
  return results.map(({ key, groups, suggestions, rows, result }): RunResult => {
    const mirror = restMirror.get(key) ?? null;
    const rest = restOf.get(key);
    const final =
      mirror === null || rest === undefined
        ? result
        : reconcileKey(inputOf(key, [...rows, unmatched(rest.kind, rest.qtyMilli, rest.atMs, { mirror })], frame));
    return { id: key.id, ...final, suggestions, groups: groups.map((group) => judged(group, key, mirrorOf, frame)) };
  });
}

const placeOf = ({ warehouseId, partId, chainId }: RunKey): Pick<MirrorSide, 'warehouseId' | 'partId' | 'chainId'> => ({
  ...{ warehouseId, partId, chainId },
});

type BareGroup = Omit<RunGroup, 'class' | 'qtyMilli' | 'isOpen'>;

function groupsOf(key: RunKey, frame: RunFrame): { groups: BareGroup[]; suggestions: SuggestedPair[] } {
  const { matches, ours, erp, suggestions } = matchDocuments(key.ours, key.erp, frame);
  const ourTwins = new Set(matches.flatMap((match) => match.ours.map(ourSource)));
  const erpTwins = new Set(matches.flatMap((match) => match.erp.map(erpSource)));
  const isIn = ({ atMs }: { atMs: number }): boolean => atMs <= frame.cutoffAtMs;
  const groups = [
    ...matches.map(({ rule, ours: mine, erp: theirs }: DocumentMatch) => ({
      rule,
      ours: mine,
      erp: theirs,
      duplicate: false,
    })),
    ...ours
      .filter(({ atMs }) => atMs > key.partnersUntilMs)
      .map((row) => ({
        rule: null,
        ours: [row],
        erp: [],
        duplicate: row.duplicate || isTwin(ourSource(row), ourTwins),
      })),
    ...erp.map((row) => ({
      rule: null,
      ours: [],
      erp: [row],
      duplicate: row.duplicate || isTwin(erpSource(row), erpTwins),
    })),
  ].filter((group) => group.ours.some(isIn) || group.erp.some(isIn));
  return { groups, suggestions: suggestions.filter((pair) => isWithin(pair, groups)) };
}

function isWithin({ oursId, erpId }: SuggestedPair, groups: readonly BareGroup[]): boolean {
  return groups.some(({ ours, erp }) => ours.some(({ id }) => id === oursId) || erp.some(({ id }) => id === erpId));
}

/** The paper a row was booked from; two rows of one paper, line, quantity and sign are one too many. */
function ourSource({ docNo, lineNo, erpDocNo, erpLine, qtyMilli }: OurDocument): string | null {
  if (docNo === null && erpDocNo === null) return null;
  return [docNo, lineNo, erpDocNo, erpLine, qtyMilli].join('\u001f');
}

function erpSource({ ourDocNo, qtyMilli }: ErpDocument): string | null {
  return ourDocNo === null || ourDocNo.trim() === '' ? null : `${ourDocNo}\u001f${String(qtyMilli)}`;
}

const isTwin = (source: string | null, twins: ReadonlySet<string | null>): boolean =>
  source !== null && twins.has(source);

const sum = (rows: readonly { qtyMilli: number }[]): number => rows.reduce((all, { qtyMilli }) => all + qtyMilli, 0);

interface Figures {
  oursMilli: number;
  erpMilli: number;
  /** What of it lies before the cut-off, ours less theirs. */
  insideMilli: number;
  isCrossing: boolean;
}

function figuresOf({ ours, erp }: BareGroup, { cutoffAtMs }: RunFrame): Figures {
  const isIn = ({ atMs }: { atMs: number }): boolean => atMs <= cutoffAtMs;
  return {
    oursMilli: sum(ours),
    erpMilli: sum(erp),
    insideMilli: sum(ours.filter(isIn)) - sum(erp.filter(isIn)),
    isCrossing: ![...ours, ...erp].every(isIn),
  };
}

/** The rows a group gives to its key; the parts of a pair that came after the cut-off are a difference in time. */
function rowsOf(group: BareGroup, mirror: Mirror | null, frame: RunFrame): ReconcileRow[] {
  if (group.rule === null) return [alone(group, mirror)];
  const { oursMilli, erpMilli, insideMilli, isCrossing } = figuresOf(group, frame);
  const isOneSided = group.erp.length === 0;
  const pair: ReconcileRow[] = isOneSided ? [] : [{ kind: 'MATCHED', ledgerMilli: oursMilli, erpMilli }];
  const early = insideMilli - (isOneSided ? 0 : oursMilli - erpMilli);
  return isCrossing && early !== 0
    ? [...pair, unmatched('LEDGER_ONLY', early, frame.cutoffAtMs, { inTransit: true })]
    : pair;
}

function alone(group: BareGroup, mirror: Mirror | null): UnmatchedRow {
  const [mine] = group.ours;
  const [theirs] = group.erp;
  const kind = mine === undefined ? 'ERP_ONLY' : 'LEDGER_ONLY';
  const { qtyMilli = 0, atMs = 0, runsOpen = 0 } = mine ?? theirs ?? {};
  const { duplicate } = group;
  return unmatched(kind, qtyMilli, atMs, { inTransit: theirs?.inTransit ?? false, runsOpen, duplicate, mirror });
}

function unmatched(
  kind: UnmatchedRow['kind'],
  qtyMilli: number,
  atMs: number,
  more: Partial<UnmatchedRow>,
): UnmatchedRow {
  return { ...{ kind, qtyMilli, at: atMs, inTransit: false, runsOpen: 0, duplicate: false, mirror: null }, ...more };
}

/** An unmatched document as it would look from the other code or warehouse; duplicates mirror nothing. */
function sideOf(group: BareGroup, frame: RunFrame): Pick<MirrorSide, 'kind' | 'qtyMilli' | 'atMs'> | null {
  if (group.rule !== null || group.duplicate) return null;
  const { kind, qtyMilli, at } = alone(group, null);
  return Number(at) > frame.cutoffAtMs ? null : { kind, qtyMilli, atMs: Number(at) };
}

function inputOf(key: RunKey, rows: ReconcileRow[], frame: RunFrame): ReconcileInput {
  const { ledgerMilli, erpMilli, shelf, packFactors, openingDiffMilli } = key;
  const { cutoffAtMs: cutoffAt, windowDays } = frame;
  return { ledgerMilli, erpMilli, shelf, packFactors, openingDiffMilli, rows, cutoffAt, windowDays };
}

function judged(
  group: BareGroup,
  { packFactors }: RunKey,
  mirrorOf: ReadonlyMap<object, Mirror>,
  frame: RunFrame,
): RunGroup {
  const rows = rowsOf(group, mirrorOf.get(group) ?? null, frame);
  const classes = rows
    .map((row) => differenceClass(row, { packFactors, cutoffAt: frame.cutoffAtMs, windowDays: frame.windowDays }))
    .filter((each) => each !== null);
  const { insideMilli, isCrossing } = figuresOf(group, frame);
  return {
    ...group,
    ...{ class: classes[0] ?? null, qtyMilli: insideMilli, isOpen: group.rule === null || isCrossing },
  };
}
