import type { Insertable, Selectable } from 'kysely';
import {
  judgeCountRow,
  type CountFileFacts,
  type CountFileLine,
  type CountFileSheet,
  type FoundPart,
  type JudgedCountRow,
} from '../../src-shared/domain/counts/judge-count-row.ts';
import type { ThingFinding } from '../../src-shared/domain/exchange/field-definition.ts';
import type { CountSheetValues } from '../../src-shared/domain/exchange/things.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { ErrorDetails } from '../../src-shared/errors.ts';
import type { BodyOf, CommandContext } from '../commands/command-handler.ts';
import { insertRows, isAnyOf } from '../db/bulk-rows.ts';
import type { CountEntryTable } from '../db/central-tables.generated.ts';
import { refusedThing, type CheckedThing, type ThingOutcome } from './import-thing.ts';

/** What the counts room knows of its sheets. */
export interface CountFileRoom {
  /** Why the person may not enter counts on the sheet now (`countRefusal`), or null; the sheet stays locked. */
  refusalOf(context: CommandContext, sheetId: string): Promise<string | null>;
  /** Keeps the entries of a blind sheet from those who count it as well, and marks the sheet as being counted. */
  hideEntries(context: CommandContext, sheetId: string, entryIds: readonly string[]): Promise<void>;
  /** Puts an item on the sheet that was found beside it. */
  addFound(context: CommandContext, sheetNo: string, item: FoundFileItem): Promise<FoundResult>;
}

export interface FoundFileItem {
  partNo: string;
  binCode: string;
  qtyMilli: number;
  qtyEnteredMilli: number;
  uom: string | null;
  countedAtMs: number;
  note: string | null;
  idemKey: string;
}

type FoundResult = { ok: true; lineId: string } | { ok: false; reason: string; details: ErrorDetails };

type Thing = CheckedThing<'countSheets'>;
type Entry = Insertable<CountEntryTable> & { id: string };

/** A line as it is stored, beside what the rules look at. */
interface Line extends CountFileLine {
  sheetId: string;
  scope: string;
  lastEntryId: string | null;
}

/** What counters wrote, by line: set, never added. A blank stays uncounted, 0 is a count, the same count changes nothing (stock §5.3). */
export async function importCounts(
  context: CommandContext,
  things: readonly Thing[],
  body: BodyOf<'exchange.import'>,
  room: CountFileRoom,
): Promise<ThingOutcome[]> {
  const { lines, facts } = await factsOf(context, things, room);
  const added: { entry: Entry; sheetId: string }[] = [];
  const outcomes: ThingOutcome[] = [];
  for (const thing of things) {
    const judged = judgeCountRow(thing.values, facts);
    const line = lines.get(judged.lineUid ?? '');
    if (judged.errors.length > 0) outcomes.push(refusedFor(thing, judged.errors));
    else if (line === undefined) outcomes.push(await foundOutcome(context, { thing, judged, body, room }));
    else if (judged.isUnchanged || judged.qtyMilli === null)
      outcomes.push({ outcome: 'unchanged', targetId: line.lastEntryId ?? line.lineUid, issues: [] });
    else {
      const entry = entryOf(context, line, {
        values: thing.values,
        qtyMilli: judged.qtyMilli,
        importId: body.importId,
      });
      added.push({ entry, sheetId: line.sheetId });
      outcomes.push({ outcome: line.lastEntryId === null ? 'created' : 'updated', targetId: entry.id, issues: [] });
    }
  }
  await insertRows(
    context.db,
    'countEntry',
    added.map(({ entry }) => entry),
  );
  for (const [sheetId, entries] of Map.groupBy(added, (each) => each.sheetId)) {
    await room.hideEntries(
      context,
      sheetId,
      entries.map(({ entry }) => entry.id),
    );
  }
  return outcomes;
}

function refusedFor(thing: Thing, errors: readonly ThingFinding[]): ThingOutcome {
  const rowNo = thing.rowNos[0] ?? 0;
  return { outcome: 'refused', targetId: null, issues: errors.map((error) => ({ ...error, rowNo })) };
}

/** A row without a line that is in order is something that was found. */
async function foundOutcome(
  context: CommandContext,
  found: { thing: Thing; judged: JudgedCountRow; body: BodyOf<'exchange.import'>; room: CountFileRoom },
): Promise<ThingOutcome> {
  const { thing, judged, body, room } = found;
  const { values } = thing;
  const { partNo, binCode } = values;
  if (!partNo || !binCode || judged.qtyMilli === null) return refusedThing(thing, 'count-line-unknown');
  const result = await room.addFound(context, values.sheetNo, {
    ...{ partNo, binCode, qtyMilli: judged.qtyMilli, qtyEnteredMilli: values.qtyMilli ?? 0, uom: values.uom ?? null },
    ...{ countedAtMs: values.countedAtMs ?? context.nowMs, note: values.note ?? null },
    idemKey: `import:${body.importId}:${thing.key}`,
  });
  return result.ok
    ? { outcome: 'created', targetId: result.lineId, issues: [] }
    : refusedThing(thing, result.reason, { field: 'partNo', value: partNo, details: result.details });
}

function entryOf(
  { user, deviceId, nowMs, newId }: CommandContext,
  line: Line,
  { values, qtyMilli, importId }: { values: CountSheetValues; qtyMilli: number; importId: string },
): Entry {
  return {
    ...rowIdentity(newId(), line.scope, line.sheetId),
    ...{ lineId: line.lineUid, round: line.round, qtyEnteredMilli: values.qtyMilli ?? 0, uom: values.uom || line.uom },
    ...{ qtyMilli, countedAtMs: values.countedAtMs ?? nowMs, countedBy: user.id, deviceId, method: 'EXCEL' },
    // After the count it supersedes, even within the minute that a cell shows: the latest one stands.
    ...(line.last === null ? {} : { countedAtMs: Math.max(values.countedAtMs ?? nowMs, line.last.countedAtMs + 1) }),
    ...{ note: values.note ?? null, idemKey: `import:${importId}:${line.lineUid}`, supersedesId: line.lastEntryId },
  };
}

async function factsOf(
  context: CommandContext,
  things: readonly Thing[],
  room: CountFileRoom,
): Promise<{ lines: ReadonlyMap<string, Line>; facts: CountFileFacts }> {
  const sheets = await sheetsOf(
    context,
    things.map(({ values }) => values.sheetNo),
    room,
  );
  const found = things.map(({ values }) => values).filter(({ lineUid }) => !lineUid);
  const lineUids = things.flatMap(({ values }) => (values.lineUid ? [values.lineUid] : []));
  const lines = await linesOf(context, [...lineUids, ...(await linesAt(context, found))]);
  const facts: CountFileFacts = {
    ...{ nowMs: context.nowMs, expectedSheetNo: null, sheets, lines: Object.fromEntries(lines) },
    foundParts: await foundParts(context, found),
    // Bins are looked up where the item is added.
    binCodes: null,
  };
  return { lines, facts };
}

/** Lines of the same parts on the same sheets as what was found: the place may be one of theirs. */
async function linesAt({ db }: CommandContext, found: readonly CountSheetValues[]): Promise<string[]> {
  if (found.length === 0) return [];
  const rows = await db
    .selectFrom('countLine')
    .innerJoin('countSheet', 'countSheet.id', 'countLine.sheetId')
    .innerJoin('part', 'part.id', 'countLine.partId')
    .select('countLine.id')
    .where(
      isAnyOf(
        'countSheet.sheetNo',
        found.map(({ sheetNo }) => sheetNo),
      ),
    )
    .where(
      isAnyOf(
        'part.partNo',
        found.map(({ partNo }) => partNo ?? ''),
      ),
    )
    .execute();
  return rows.map(({ id }) => id);
}

async function foundParts(
  { db }: CommandContext,
  found: readonly CountSheetValues[],
): Promise<Record<string, FoundPart>> {
  const rows = await db
    .selectFrom('part')
    .select(['id', 'partNo', 'uom', 'uomWhole'])
    .where(
      isAnyOf(
        'partNo',
        found.map(({ partNo }) => partNo ?? ''),
      ),
    )
    .execute();
  const conversions = await conversionsOf(
    db,
    rows.map(({ id }) => id),
  );
  return Object.fromEntries(
    rows.map(({ id, partNo, ...part }) => [partNo, { ...part, conversions: conversions.get(id) ?? {} }]),
  );
}

async function sheetsOf(
  context: CommandContext,
  sheetNos: readonly string[],
  room: CountFileRoom,
): Promise<Record<string, CountFileSheet>> {
  const rows = await context.db
    .selectFrom('countSheet')
    .select(['id', 'sheetNo', 'round', 'exportRev', 'snapAtMs', 'counterUserId', 'recounterUserId'])
    .where(isAnyOf('sheetNo', [...new Set(sheetNos)]))
    .orderBy('id')
    .execute();
  const sheets: Record<string, CountFileSheet> = {};
  for (const { id, counterUserId, recounterUserId, ...sheet } of rows) {
    const counter = [counterUserId, recounterUserId][sheet.round - 1] ?? null;
    sheets[sheet.sheetNo] = {
      ...sheet,
      refusal: await room.refusalOf(context, id),
      counterNames: await namesOf(context, counter),
    };
  }
  return sheets;
}

async function namesOf({ db }: CommandContext, userId: string | null): Promise<string[]> {
  if (userId === null) return [];
  const user = await db.selectFrom('appUser').select(['login', 'name']).where('id', '=', userId).executeTakeFirst();
  return user === undefined ? [userId] : [userId, user.login, user.name];
}

async function linesOf({ db }: CommandContext, lineUids: readonly string[]): Promise<Map<string, Line>> {
  const rows = await db
    .selectFrom('countLine')
    .innerJoin('countSheet', 'countSheet.id', 'countLine.sheetId')
    .innerJoin('part', 'part.id', 'countLine.partId')
    .leftJoin('warehouseBin', 'warehouseBin.id', 'countLine.binId')
    .select(['countLine.id as lineUid', 'countLine._scope as scope', 'countLine.sheetId', 'countLine.lineNo'])
    .select(['countLine.round', 'countLine.bookQtyMilli as bookMilli', 'countSheet.sheetNo'])
    .select(['part.id as partId', 'part.partNo', 'part.uom', 'part.uomWhole'])
    .select(['warehouseBin.code as binCode', 'warehouseBin.capacityMilli as binCapacityMilli', 'countLine.origin'])
    .where(isAnyOf('countLine.id', lineUids))
    .execute();
  const conversions = await conversionsOf(
    db,
    rows.map(({ partId }) => partId),
  );
  const entries = await lastEntries(db, lineUids);
  return new Map(
    rows.map(({ partId, origin, ...row }) => {
      const last = entries.get(`${row.lineUid} ${String(row.round)}`);
      const isCount = last !== undefined && last.kind === 'COUNT';
      return [
        row.lineUid,
        {
          ...row,
          isFound: origin === 'FOUND',
          conversions: conversions.get(partId) ?? {},
          lastEntryId: last?.id ?? null,
          last: isCount ? { ...last, countedByName: last.countedBy } : null,
        },
      ];
    }),
  );
}

async function conversionsOf(
  db: CommandContext['db'],
  partIds: readonly string[],
): Promise<Map<string, CountFileLine['conversions']>> {
  const rows = await db
    .selectFrom('uomConversion')
    .select(['partId', 'uom', 'num', 'den'])
    .where(isAnyOf('partId', partIds))
    .execute();
  return new Map(
    [...Map.groupBy(rows, ({ partId }) => partId)].map(([partId, each]) => [
      partId,
      Object.fromEntries(each.map(({ uom, num, den }) => [uom, { num, den }])),
    ]),
  );
}

/** The entry of each line and round that stands: the latest one. */
async function lastEntries(
  db: CommandContext['db'],
  lineUids: readonly string[],
): Promise<Map<string, Selectable<CountEntryTable>>> {
  const entries = await db
    .selectFrom('countEntry')
    .selectAll()
    .where(isAnyOf('lineId', lineUids))
    .orderBy('countedAtMs')
    .orderBy('id')
    .execute();
  return new Map(entries.map((entry) => [`${entry.lineId} ${String(entry.round)}`, entry]));
}
