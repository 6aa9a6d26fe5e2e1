import { compareText } from '../units/text-order.ts';
import { codesIn, normaliseCode, normaliseLine, type ErpDocument, type OurDocument } from './document.ts';

/** By which rule documents belong together, in the order in which the rules are tried. Stock §4.11. */
export type MatchRule = 'PERSON' | 'REVERSAL' | 'ERP_LINE' | 'OUR_NO' | 'SUM' | 'NEAREST';

export interface DocumentMatch {
  rule: MatchRule;
  ours: OurDocument[];
  erp: ErpDocument[];
}

export interface SuggestedPair {
  oursId: string;
  erpId: string;
}

export interface MatchResult {
  matches: DocumentMatch[];
  ours: OurDocument[];
  erp: ErpDocument[];
  /** The same quantity within the days, but not the only one: a person decides. */
  suggestions: SuggestedPair[];
}

const DAY_MS = 86_400_000;
/** Movements with two legs that may both lie in one warehouse. */
const WITHIN: ReadonlySet<string> = new Set(['TRANSFER_OUT', 'TRANSFER_IN', 'RECLASS']);

/**
 * Matches the documents of one key, each used once: pairs a person accepted, reversals on one side, ERP document and line,
 * our number in the ERP's text with the same sign, one ERP row for all our rows of a document, and last the same quantity
 * within `nearDays`, the nearest and only one on both sides. What is left and looks alike is suggested. Stock §4.11.
 */
export function matchDocuments(
  ours: readonly OurDocument[],
  erp: readonly ErpDocument[],
  options: { nearDays: number; accepted: readonly SuggestedPair[] },
): MatchResult {
  const desk = new Desk(ours, erp);
  desk.accepted(options.accepted);
  desk.reversals();
  desk.byErpLine();
  desk.byOurNumber();
  desk.bySum(options.nearDays * DAY_MS);
  desk.byNearest(options.nearDays * DAY_MS);
  return desk.result(options.nearDays * DAY_MS);
}

const byDate = (a: { atMs: number; id: string }, b: { atMs: number; id: string }): number =>
  a.atMs - b.atMs || compareText(a.id, b.id);

/** What lies on the table still, and what was put together. */
class Desk {
  readonly #ours: Map<string, OurDocument>;
  readonly #erp: Map<string, ErpDocument>;
  readonly #matches: DocumentMatch[] = [];

  constructor(ours: readonly OurDocument[], erp: readonly ErpDocument[]) {
    this.#ours = new Map([...ours].sort(byDate).map((row) => [row.id, row]));
    this.#erp = new Map([...erp].sort(byDate).map((row) => [row.id, row]));
  }

  accepted(pairs: readonly SuggestedPair[]): void {
    for (const { oursId, erpId } of pairs) {
      const [mine, theirs] = [this.#ours.get(oursId), this.#erp.get(erpId)];
      if (mine !== undefined && theirs !== undefined) this.#take('PERSON', [mine], [theirs]);
    }
  }

  /** A movement and the one that takes it back cancel each other; the ERP need not know of either. */
  reversals(): void {
    for (const row of this.#ours.values()) {
      const origin = row.reversesId === null ? undefined : this.#ours.get(row.reversesId);
      if (origin !== undefined && origin.qtyMilli === -row.qtyMilli) this.#take('REVERSAL', [origin, row], []);
    }
    // from bin to bin and from one condition into another: both legs lie in this warehouse and the ERP knows of neither
    for (const row of this.#ours.values()) {
      if (row.docNo === null || row.qtyMilli >= 0 || !WITHIN.has(row.type)) continue;
      const other = [...this.#ours.values()].find(
        (each) => each.docNo === row.docNo && WITHIN.has(each.type) && each.qtyMilli === -row.qtyMilli,
      );
      if (other !== undefined) this.#take('REVERSAL', [row, other], []);
    }
  }

  byErpLine(): void {
    const lineOf = (docNo: string, line: string | null): string => `${normaliseCode(docNo)} ${normaliseLine(line)}`;
    const theirs = Map.groupBy(
      [...this.#erp.values()].filter(({ docNo }) => docNo !== null),
      ({ docNo, lineNo }) => lineOf(docNo ?? '', lineNo),
    );
    const ours = Map.groupBy(
      [...this.#ours.values()].filter(({ erpDocNo }) => erpDocNo !== null),
      ({ erpDocNo, erpLine }) => lineOf(erpDocNo ?? '', erpLine),
    );
    for (const [line, mine] of ours) this.#settle('ERP_LINE', mine, theirs.get(line) ?? []);
    // who told us the document but not the line meant the part: all of these are rows of one part
    const unnumbered = [...this.#ours.values()].filter(
      ({ erpDocNo, erpLine }) => erpDocNo !== null && erpLine === null,
    );
    for (const [docNo, mine] of Map.groupBy(unnumbered, ({ erpDocNo }) => normaliseCode(erpDocNo ?? ''))) {
      const rows = [...this.#erp.values()].filter((row) => row.docNo !== null && normaliseCode(row.docNo) === docNo);
      this.#settle('ERP_LINE', mine, rows);
    }
  }

  /** Our number in the ERP's text; with the other sign only where the quantity is exactly ours. */
  byOurNumber(): void {
    if (this.#erp.size === 0) return;
    const ours = Map.groupBy(
      [...this.#ours.values()].filter(({ docNo }) => docNo !== null),
      ({ docNo }) => normaliseCode(docNo ?? ''),
    );
    const theirs = new Map<string, ErpDocument[]>();
    for (const row of this.#erp.values()) {
      for (const code of new Set(codesIn(row.ourDocNo))) {
        if (ours.has(code)) theirs.set(code, [...(theirs.get(code) ?? []), row]);
      }
    }
    for (const [code, rows] of theirs) {
      for (const sign of [1, -1]) {
        const isSign = ({ qtyMilli }: { qtyMilli: number }): boolean => Math.sign(qtyMilli) === sign;
        this.#settle('OUR_NO', (ours.get(code) ?? []).filter(isSign), rows.filter(isSign));
      }
      for (const mine of this.#left(ours.get(code) ?? [], this.#ours)) {
        const turned = this.#left(rows, this.#erp).find(({ qtyMilli }) => qtyMilli === -mine.qtyMilli);
        if (turned !== undefined) this.#take('OUR_NO', [mine], [turned]);
      }
    }
  }

  /** One ERP row that is the sum of our rows of one document, though nothing but figures and days says so. */
  bySum(nearMs: number): void {
    if (this.#erp.size === 0) return;
    const groups = [
      ...Map.groupBy(
        [...this.#ours.values()].filter(({ docNo }) => docNo !== null),
        ({ docNo }) => docNo,
      ).values(),
    ].filter((rows) => rows.length > 1);
    const fits = (rows: readonly OurDocument[], row: ErpDocument): boolean =>
      sumOf(rows) === row.qtyMilli && rows.every((each) => daysApart(each.atMs, row.atMs) <= nearMs);
    for (const rows of groups) {
      const found = [...this.#erp.values()].filter((row) => fits(rows, row));
      const [only] = found;
      if (only === undefined || found.length > 1) continue;
      if (groups.filter((other) => fits(other, only)).length === 1) this.#take('SUM', rows, [only]);
    }
  }

  byNearest(nearMs: number): void {
    const theirs = Map.groupBy(this.#erp.values(), ({ qtyMilli }) => qtyMilli);
    const ours = Map.groupBy(this.#ours.values(), ({ qtyMilli }) => qtyMilli);
    for (const [qty, mine] of ours) {
      const others = theirs.get(qty) ?? [];
      let found = true;
      while (found) found = this.#nearestPair(this.#left(mine, this.#ours), this.#left(others, this.#erp), nearMs);
    }
  }

  result(nearMs: number): MatchResult {
    const [ours, erp] = [[...this.#ours.values()], [...this.#erp.values()]];
    const theirs = Map.groupBy(erp, ({ qtyMilli }) => qtyMilli);
    const suggestions = ours.flatMap((mine) =>
      (theirs.get(mine.qtyMilli) ?? [])
        .filter(({ atMs }) => daysApart(atMs, mine.atMs) <= nearMs)
        .map(({ id }) => ({ oursId: mine.id, erpId: id })),
    );
    return { matches: this.#matches, ours, erp, suggestions };
  }

  #nearestPair(ours: readonly OurDocument[], erp: readonly ErpDocument[], nearMs: number): boolean {
    for (const mine of ours) {
      const other = onlyNearest(mine, erp, nearMs);
      if (other === null || onlyNearest(other, ours, nearMs) !== mine) continue;
      this.#take('NEAREST', [mine], [other]);
      return true;
    }
    return false;
  }

  /** Rows that name each other: equal quantities first, then one ERP row for all of ours, then what is left in its order. */
  #settle(rule: MatchRule, ours: readonly OurDocument[], erp: readonly ErpDocument[]): void {
    if (erp.length === 0 || ours.length === 0) return;
    for (const mine of this.#left(ours, this.#ours)) {
      const same = this.#left(erp, this.#erp).find(({ qtyMilli }) => qtyMilli === mine.qtyMilli);
      if (same !== undefined) this.#take(rule, [mine], [same]);
    }
    const rest = this.#left(ours, this.#ours);
    for (const theirs of this.#left(erp, this.#erp)) {
      if (rest.length > 1 && sumOf(rest) === theirs.qtyMilli) return this.#take('SUM', rest, [theirs]);
    }
    for (const mine of rest) {
      const [theirs] = this.#left(erp, this.#erp);
      if (theirs !== undefined) this.#take(rule, [mine], [theirs]);
    }
  }

  #left<Row extends { id: string }>(rows: readonly Row[], table: ReadonlyMap<string, Row>): Row[] {
    return rows.filter(({ id }) => table.has(id));
  }

  #take(rule: MatchRule, ours: OurDocument[], erp: ErpDocument[]): void {
    for (const { id } of ours) this.#ours.delete(id);
    for (const { id } of erp) this.#erp.delete(id);
    this.#matches.push({ rule, ours, erp });
  }
}

function sumOf(rows: readonly { qtyMilli: number }[]): number {
  return rows.reduce((sum, { qtyMilli }) => sum + qtyMilli, 0);
}

/** Distance in whole days: the ERP knows no hours. */
function daysApart(aMs: number, bMs: number): number {
  return Math.abs(dayOf(aMs) - dayOf(bMs)) * DAY_MS;
}

const CHINA_OFFSET_MS = 8 * 3_600_000;
const dayOf = (ms: number): number => Math.floor((ms + CHINA_OFFSET_MS) / DAY_MS);

function onlyNearest<Row extends { atMs: number }>(
  from: { atMs: number },
  rows: readonly Row[],
  nearMs: number,
): Row | null {
  let best: Row | null = null;
  let bestMs = Infinity;
  for (const row of rows) {
    const apart = daysApart(from.atMs, row.atMs);
    if (apart > nearMs || apart > bestMs) continue;
    best = apart === bestMs ? null : row;
    bestMs = apart;
  }
  return best;
}
