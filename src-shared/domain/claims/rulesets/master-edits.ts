import type { Masters, RateFact, WarrantyCoverageFact } from '../evaluation-types.ts';

/**
 * Masters a draft of the rules may change beside its own tables (0155): labour and other rates, the terms of coverage, the
 * reason codes. The rows stay where they are; a draft holds what it would make of them.
 */
export type MasterTable = 'rates' | 'coverages' | 'reasons';
export type MasterRow = Readonly<Record<string, string | number | null>>;

/** One row that a draft changes: `before` null = it comes, `after` null = it goes. */
export interface MasterEdit {
  table: MasterTable;
  id: string;
  before: MasterRow | null;
  after: MasterRow | null;
}

/** The columns of each master that a draft holds; amounts in fen, shares in basis points, see the units of the rates. */
export const MASTER_COLUMNS: Readonly<Record<MasterTable, readonly string[]>> = {
  rates: [
    ...['rateKey', 'costType', 'stationId', 'grade', 'regionId', 'productLine', 'claimType'],
    ...['value', 'unit', 'validFromDate', 'validToDate'],
  ],
  coverages: [
    ...['policyId', 'componentGroupId', 'partId', 'months', 'kmLimit', 'mode'],
    ...['labourMonths', 'materialMonths', 'excluded', 'note'],
  ],
  reasons: ['code', 'textZh', 'textEn', 'evidenceKind', 'defaultAction', 'isOffered', 'suggestedRank'],
};

export const MASTER_TABLES: readonly MasterTable[] = ['rates', 'coverages', 'reasons'];

/** Only the columns a draft holds, of a row with more. */
export function masterRowOf(table: MasterTable, row: Readonly<Record<string, unknown>>): MasterRow {
  return Object.fromEntries(
    MASTER_COLUMNS[table].map((column) => [column, (row[column] ?? null) as string | number | null]),
  );
}

/** What turns the rows into the others, row by row by `id`; rows that are alike are left out. */
export function masterEdits(
  table: MasterTable,
  before: readonly MasterRow[],
  after: readonly MasterRow[],
): MasterEdit[] {
  const [was, is] = [byId(before), byId(after)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((id): MasterEdit[] => {
    const [one, other] = [was.get(id), is.get(id)];
    const edit: MasterEdit = {
      ...{ table, id },
      before: one === undefined ? null : masterRowOf(table, one),
      after: other === undefined ? null : masterRowOf(table, other),
    };
    return isSameRow(edit.before, edit.after) ? [] : [edit];
  });
}

/** The rows with the edits of their table; an edit of a row that is not there any more is left out. */
export function withMasterEdits(
  table: MasterTable,
  rows: readonly MasterRow[],
  edits: readonly MasterEdit[],
): MasterRow[] {
  const mine = new Map(edits.flatMap((edit) => (edit.table === table ? [[edit.id, edit] as const] : [])));
  return [
    ...rows.flatMap((row): MasterRow[] => {
      const edit = mine.get(String(row['id']));
      if (edit === undefined) return [row];
      return edit.after === null ? [] : [{ ...row, ...edit.after }];
    }),
    ...[...mine.values()].flatMap(({ id, before, after }): MasterRow[] =>
      before === null && after !== null ? [{ id, ...after }] : [],
    ),
  ];
}

/** True when both rows say the same, or neither is there. */
export function isSameRow(one: MasterRow | null, other: MasterRow | null): boolean {
  if (one === null || other === null) return one === other;
  return Object.keys({ ...one, ...other }).every((key) => (one[key] ?? null) === (other[key] ?? null));
}

const overlays = new WeakMap<Masters, WeakMap<readonly MasterEdit[], Masters>>();

/**
 * The masters as a draft would have them, as if its rows had held all along: a comparison asks what would have been said of
 * claims of the past. Made once for a set of masters.
 */
export function mastersWithEdits(masters: Masters, edits: readonly MasterEdit[]): Masters {
  if (!edits.some(({ table }) => table !== 'reasons')) return masters;
  let ofMasters = overlays.get(masters);
  if (ofMasters === undefined) overlays.set(masters, (ofMasters = new WeakMap()));
  let made = ofMasters.get(edits);
  if (made === undefined) {
    const rates = withMasterEdits('rates', rowsOf(masters.ratesByKey), edits).map(rateFact);
    const coverages = withMasterEdits('coverages', rowsOf(masters.coveragesByPolicy), edits);
    made = {
      ...masters,
      ratesByKey: Map.groupBy(rates, (rate) => rate.rateKey),
      coveragesByPolicy: Map.groupBy(coverages as unknown as WarrantyCoverageFact[], (row) => row.policyId),
    };
    ofMasters.set(edits, made);
  }
  return made;
}

const BEFORE_ALL = '0000-01-01';

const rateFact = (row: MasterRow): RateFact =>
  ({ ...row, validFromDate: row['validFromDate'] ?? BEFORE_ALL }) as unknown as RateFact;

function rowsOf(byKey: ReadonlyMap<string, readonly object[]>): MasterRow[] {
  return [...byKey.values()].flat() as MasterRow[];
}

function byId(rows: readonly MasterRow[]): Map<string, MasterRow> {
  return new Map(rows.map((row) => [String(row['id']), row]));
}
