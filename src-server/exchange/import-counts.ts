import type { Insertable, Selectable } from 'kysely';
import type { CountSheetValues } from '../../src-shared/domain/exchange/things.ts';
import { isWholeUnit } from '../../src-shared/domain/parts/movement-types.ts';
import { mulDivRound } from '../../src-shared/domain/units/rounding.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { BodyOf, CommandContext } from '../commands/command-handler.ts';
import { insertRows, isAnyOf } from '../db/bulk-rows.ts';
import type { CountEntryTable } from '../db/central-tables.generated.ts';
import { refusedThing, type CheckedThing, type ThingOutcome } from './import-thing.ts';

type Entry = Selectable<CountEntryTable>;
interface Line {
  id: string;
  sheetNo: string;
  status: string;
  /** The sheet's present round, and the last one this line is counted in. */
  round: number;
  lineRound: number;
  scope: string;
  sheetId: string;
  rowCheck: string | null;
  partNo: string;
  uom: string;
  uomWhole: number | null;
  conversions: ReadonlyMap<string, { num: number; den: number }>;
  last: Entry | undefined;
}

/** Keeps the entries of a blind sheet from those who count it as well. */
export type HideImportedEntries = (
  context: CommandContext,
  sheetId: string,
  entryIds: readonly string[],
) => Promise<void>;

/** Sheets that take entries. */
const OPEN: ReadonlySet<string> = new Set(['RELEASED', 'COUNTING', 'RECOUNT']);

/** What counters wrote, by line: set, never added. A blank stays uncounted, 0 is a count, the same count changes nothing (stock §5.3). */
export async function importCounts(
  context: CommandContext,
  things: readonly CheckedThing<'countSheets'>[],
  body: BodyOf<'exchange.import'>,
  hideEntries: HideImportedEntries,
): Promise<ThingOutcome[]> {
  const lines = await linesOf(
    context,
    things.map((thing) => thing.values.lineUid),
  );
  const added: (Insertable<CountEntryTable> & { id: string })[] = [];
  const outcomes = things.map((thing): ThingOutcome => {
    const line = lines.get(thing.values.lineUid);
    const refusal = refusalOf(context, thing, line);
    if (refusal !== null || line === undefined) return refusal ?? refusedThing(thing, 'count-line-unknown');
    const { qtyMilli = null } = thing.values;
    if (qtyMilli === null) return { outcome: 'unchanged', targetId: line.id, issues: [] };
    const entry = entryOf(context, line, { ...thing.values, qtyMilli }, body.importId);
    if (line.last?.qtyMilli === entry.qtyMilli && line.last.note === entry.note) {
      return { outcome: 'unchanged', targetId: line.last.id, issues: [] };
    }
    added.push(entry);
    return { outcome: line.last === undefined ? 'created' : 'updated', targetId: entry.id, issues: [] };
  });
  await insertRows(context.db, 'countEntry', added);
  const bySheet = Map.groupBy(added, ({ lineId }) => lines.get(lineId)?.sheetId ?? '');
  for (const [sheetId, entries] of bySheet) {
    await hideEntries(
      context,
      sheetId,
      entries.map(({ id }) => id),
    );
  }
  return outcomes;
}

/** The first thing that is wrong with an entry, in the order of the codes E01–E10 of stock §5.3. */
function refusalOf(
  context: CommandContext,
  thing: CheckedThing<'countSheets'>,
  line: Line | undefined,
): ThingOutcome | null {
  const { values } = thing;
  const told = (reason: string, field: keyof CountSheetValues, details = {}): ThingOutcome =>
    refusedThing(thing, reason, { field, value: String(values[field] ?? ''), details });
  if (line === undefined) return told('count-line-unknown', 'lineUid');
  const uom = uomOf(line, values);
  const checks: readonly (readonly [boolean, () => ThingOutcome])[] = [
    [line.sheetNo !== values.sheetNo, () => told('count-line-of-another-sheet', 'sheetNo', { sheetNo: line.sheetNo })],
    [uom === null, () => told('unit-unknown', 'uom', { units: [line.uom, ...line.conversions.keys()].join(', ') })],
    [breaksWholeUnit(line, values, uom), () => told('whole-unit-decimals', 'qtyMilli')],
    [
      isOther(values.partNo, line.partNo) || isOther(values.rowCheck, line.rowCheck),
      () => told('part-code-differs', 'partNo', { suggested: line.partNo }),
    ],
    [(values.countedAtMs ?? 0) > context.nowMs, () => told('date-in-the-future', 'countedAtMs')],
    [!OPEN.has(line.status) || line.lineRound !== line.round, () => told('count-sheet-closed', 'sheetNo')],
  ];
  return checks.find(([isWrong]) => isWrong)?.[1]() ?? null;
}

function isOther(given: string | null | undefined, expected: string | null): boolean {
  return given !== undefined && given !== null && given !== '' && expected !== null && given !== expected;
}

function uomOf(line: Line, { uom }: CountSheetValues): { num: number; den: number } | null {
  if (uom === undefined || uom === null || uom === '' || uom === line.uom) return { num: 1, den: 1 };
  return line.conversions.get(uom) ?? null;
}

function breaksWholeUnit(
  line: Line,
  { qtyMilli }: CountSheetValues,
  uom: { num: number; den: number } | null,
): boolean {
  if (uom === null || qtyMilli === null || qtyMilli === undefined || !isWholeUnit(line)) return false;
  return (qtyMilli * uom.num) % (uom.den * 1000) !== 0;
}

function entryOf(
  { user, deviceId, nowMs, newId }: CommandContext,
  line: Line,
  values: CountSheetValues & { qtyMilli: number },
  importId: string,
): Insertable<CountEntryTable> & { id: string; qtyMilli: number; note: string | null } {
  const { num, den } = uomOf(line, values) ?? { num: 1, den: 1 };
  return {
    ...rowIdentity(newId(), line.scope, line.sheetId),
    ...{ lineId: line.id, round: line.round, qtyEnteredMilli: values.qtyMilli, uom: values.uom || line.uom },
    ...{ qtyMilli: mulDivRound(values.qtyMilli, num, den), countedAtMs: values.countedAtMs ?? nowMs },
    ...{ countedBy: values.countedBy || user.id, deviceId, method: 'EXCEL', note: values.note ?? null },
    ...{ idemKey: `import:${importId}:${line.id}`, supersedesId: line.last?.id ?? null },
  };
}

async function linesOf({ db }: CommandContext, lineUids: readonly string[]): Promise<Map<string, Line>> {
  const rows = await db
    .selectFrom('countLine')
    .innerJoin('countSheet', 'countSheet.id', 'countLine.sheetId')
    .innerJoin('part', 'part.id', 'countLine.partId')
    .select(['countLine.id', 'countLine._scope as scope', 'countLine.sheetId', 'countLine.rowCheck'])
    .select('countLine.round as lineRound')
    .select(['countSheet.sheetNo', 'countSheet.status', 'countSheet.round', 'part.partNo', 'part.uom', 'part.uomWhole'])
    .select('part.id as partId')
    .where(isAnyOf('countLine.id', lineUids))
    .execute();
  const entries = await db
    .selectFrom('countEntry')
    .selectAll()
    .where(isAnyOf('lineId', lineUids))
    .orderBy('id')
    .execute();
  const conversions = await db
    .selectFrom('uomConversion')
    .select(['partId', 'uom', 'num', 'den'])
    .where(
      isAnyOf(
        'partId',
        rows.map((row) => row.partId),
      ),
    )
    .execute();
  const byPart = Map.groupBy(conversions, (row) => row.partId);
  const superseded = new Set(entries.map((entry) => entry.supersedesId));
  const lastOf = new Map(
    entries
      .filter((entry) => !superseded.has(entry.id))
      .map((entry) => [`${entry.lineId} ${String(entry.round)}`, entry]),
  );
  return new Map(
    rows.map(({ partId, ...row }) => [
      row.id,
      {
        ...row,
        conversions: new Map((byPart.get(partId) ?? []).map((each) => [each.uom, each])),
        last: lastOf.get(`${row.id} ${String(row.round)}`),
      },
    ]),
  );
}
