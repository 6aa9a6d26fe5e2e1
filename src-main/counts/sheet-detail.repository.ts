import type {
  CountLineRow,
  CountSheetDetail,
  CountSheetRow,
  CountTimeline,
} from '../../src-shared/contract/counts.contract.ts';
import { allowedCountActions, OPEN_COUNT_STATUSES } from '../../src-shared/domain/counts/sheet-transition.ts';
import { bookedMonth, monthOf } from '../../src-shared/domain/counts/stock-period.ts';
import { wedgeRulesOf } from '../../src-shared/domain/counts/wedge.ts';
import { isWholeUnit } from '../../src-shared/domain/parts/movement-types.ts';
import { AppError } from '../../src-shared/errors.ts';
import { countSettingsOf } from '../../src-shared/domain/counts/first-counts.ts';
import { clockOffMinutes } from '../../src-shared/domain/sync/clock-offset.ts';
import type { ReadStores } from '../db/stores.ts';
import { waitingFound, type WaitingFound } from './found-items.ts';
import { periodsOf } from './periods.repository.ts';
import { entryMark, standingEntries, waitingEntries, type Entry, type WaitingEntry } from './sheet-entries.ts';
import { SHEETS } from './sheet-query.ts';

interface Asked {
  id: string;
  userId: string;
  roles: readonly string[];
}

interface Head {
  mode: string;
  counterUserId: string | null;
  recounterUserId: string | null;
}

/** What waits in the outbox for a sheet. */
interface Waiting {
  entries: readonly WaitingEntry[];
  found: readonly WaitingFound[];
}

/**
 * A sheet with all its lines as this desktop may know them, in walking order; all of one state of the copy, and never of one
 * in which what left the outbox has not arrived yet.
 */
export function sheetDetail(stores: ReadStores, asked: Asked): CountSheetDetail {
  const waiting = { entries: waitingEntries(stores, asked.id), found: waitingFound(stores, asked.id) };
  return stores.replicaFile.transaction(() => detailOf(stores, asked, waiting))();
}

function detailOf(stores: ReadStores, { id, userId, roles }: Asked, waiting: Waiting): CountSheetDetail {
  const file = stores.replicaFile;
  const sheet = file.prepare(`select s.* from ${SHEETS} where s.id = ?`).get(id) as CountSheetRow | undefined;
  if (sheet === undefined) throw new AppError('NOT_FOUND', 'count-sheet-unknown', { id });
  const head = file
    .prepare(
      `select p.mode, c.counter_user_id as counterUserId, c.recounter_user_id as recounterUserId
         from count_sheet c join count_plan p on p.id = c.plan_id where c.id = ?`,
    )
    .get(id) as Head;
  const entries = standingEntries(stores, { sheetId: id, userId, inOutbox: waiting.entries });
  const counted = { round: sheet.round, entries, clockMostMs: clockMostMs(stores) };
  const lines = [...linesOf(stores, id), ...foundLines(stores, id, waiting.found)].map((line) =>
    lineRow(line, counted),
  );
  const hasCountedBefore = [...entries.values()].some(
    ({ countedBy, round }) => countedBy === userId && round < sheet.round,
  );
  const people = { ...head, status: sheet.status, round: sheet.round };
  const isOpen = OPEN_COUNT_STATUSES.some((status) => status === sheet.status);
  const leftCount = ['RELEASED', 'COUNTING', 'RECOUNT'].includes(sheet.status)
    ? lines.filter((line) => line.isInRound && isLeft(line)).length
    : sheet.leftCount;
  return {
    sheet: { ...sheet, leftCount },
    mode: head.mode,
    lines,
    reasons: file
      .prepare('select code, name, sign, requires_photo as requiresPhoto from variance_reason order by rowid')
      .all() as CountSheetDetail['reasons'],
    photos: file
      .prepare(
        `select a.owner_id as lineId, a.id, a.file_name as fileName, a.file_sha256 as fileSha256
           from count_line l join attachment a on a.owner_id = l.id and a.owner_type = 'COUNT_LINE'
          where l.sheet_id = ? order by a.uploaded_at_ms, a.id`,
      )
      .all(id) as CountSheetDetail['photos'],
    history: file
      .prepare(
        `select action, status_to as statusTo, round, done_by_name as byName, done_at_ms as atMs, note
           from count_event where sheet_id = ? order by done_at_ms, id`,
      )
      .all(id) as CountSheetDetail['history'],
    ...adjustmentOf(stores, id),
    allowedActions: allowedCountActions(people, { userId, roles, hasCountedBefore }),
    wedge: wedgeOf(stores),
    entryMark: entryMark(stores),
    isBlindForMe: sheet.isBlind === 1 && isOpen && [head.counterUserId, head.recounterUserId].includes(userId),
  };
}

const isLeft = ({ entryKind }: CountLineRow): boolean => entryKind === null || entryKind === 'WITHDRAWN';

function adjustmentOf(
  stores: ReadStores,
  id: string,
): Pick<CountSheetDetail, 'approvals' | 'adjustmentNo' | 'erpDocNo'> {
  const row = stores.replicaFile
    .prepare(
      `select adj_no as adjNo, approval_chain_json as chain, status, erp_doc_no as erpDocNo from count_adjustment where sheet_id = ?
        order by id desc limit 1`,
    )
    .get(id) as { adjNo: string; chain: string | null; status: string; erpDocNo: string | null } | undefined;
  const approvals = JSON.parse(row?.chain ?? '[]') as CountSheetDetail['approvals'];
  return {
    approvals: approvals.map(({ byName, role }) => ({ byName, role })),
    adjustmentNo: row?.status === 'POSTED' ? row.adjNo : null,
    erpDocNo: row?.erpDocNo ?? null,
  };
}

interface StoredLine {
  id: string;
  lineNo: number;
  zone: string | null;
  binCode: string | null;
  partId: string;
  partNo: string;
  drawingNo: string | null;
  partName: string;
  uom: string;
  uomWhole: number | null;
  isSafety: number | null;
  serialNo: string;
  packs: string | null;
  state: string;
  round: number;
  bookMilli: number | null;
  expectedMilli: number | null;
  finalMilli: number | null;
  varianceMilli: number | null;
  varianceFen: number | null;
  varianceBp: number | null;
  within: number | null;
  reportedMilli: number | null;
  unitCostFen: number | null;
  triggers: string | null;
  reasonCode: string | null;
  reasonText: string | null;
}

function linesOf(stores: ReadStores, sheetId: string): StoredLine[] {
  return stores.replicaFile
    .prepare(
      `select l.id, l.line_no as lineNo, b.zone, b.code as binCode, p.id as partId, p.part_no as partNo,
              p.drawing_no as drawingNo, p.name as partName, p.uom, p.uom_whole as uomWhole, p.is_safety as isSafety,
              (select group_concat(u.uom || ' = ' || case when u.den = 1 then u.num else u.num || '/' || u.den end
                 || ' ' || p.uom, ' · ') from uom_conversion u where u.part_id = p.id) as packs,
              l.state, l.round, l.book_qty_milli as bookMilli, l.expected_milli as expectedMilli,
              l.final_milli as finalMilli, l.variance_milli as varianceMilli, l.variance_fen as varianceFen,
              l.variance_bp as varianceBp, l.within, l.reported_milli as reportedMilli, l.unit_cost_fen as unitCostFen,
              l.triggers_json as triggers, l.serial_no as serialNo, l.reason_code as reasonCode, l.reason_text as reasonText
         from count_line l join part p on p.id = l.part_id left join warehouse_bin b on b.id = l.bin_id
        where l.sheet_id = ? order by l.line_no`,
    )
    .all(sheetId) as StoredLine[];
}

/** What was found here and is not confirmed yet stands behind the lines of the sheet. */
function foundLines(stores: ReadStores, sheetId: string, waiting: readonly WaitingFound[]): StoredLine[] {
  const { replicaFile } = stores;
  const isStored = replicaFile.prepare('select 1 from count_line where id = ?').pluck();
  const last = replicaFile.prepare('select coalesce(max(line_no), 0) from count_line where sheet_id = ?').pluck();
  const place = replicaFile.prepare(
    `select b.zone, b.code as binCode, p.id as partId, p.part_no as partNo, p.drawing_no as drawingNo,
            p.name as partName, p.uom, p.uom_whole as uomWhole, p.is_safety as isSafety
       from part p join warehouse_bin b on b.id = ? where p.id = ?`,
  );
  const lastNo = Number(last.get(sheetId));
  return waiting
    .filter(({ lineId }) => isStored.get(lineId) !== 1)
    .flatMap(({ lineId, partId, binId, round }, at) => {
      const found = place.get(binId, partId) as Partial<StoredLine> | undefined;
      if (found === undefined) return [];
      return [{ ...NOT_JUDGED, ...found, id: lineId, lineNo: lastNo + at + 1, round } as StoredLine];
    });
}

const NOT_JUDGED: Partial<StoredLine> = {
  ...{ packs: null, state: 'OPEN', serialNo: '', bookMilli: null, expectedMilli: null, finalMilli: null },
  ...{ varianceMilli: null, varianceFen: null, varianceBp: null, within: null, reportedMilli: null, unitCostFen: null },
  ...{ triggers: null, reasonCode: null, reasonText: null },
};

function clockMostMs({ replicaFile }: ReadStores): number {
  const rows = replicaFile
    .prepare(
      `select setting_key as settingKey, value_json as valueJson from setting where setting_key = 'countClockMostSeconds'`,
    )
    .all() as Parameters<typeof countSettingsOf>[0];
  return countSettingsOf(rows).countClockMostSeconds * 1000;
}

function wedgeOf({ replicaFile }: ReadStores): CountSheetDetail['wedge'] {
  const rows = replicaFile
    .prepare(`select setting_key as settingKey, value_json as valueJson from setting where setting_key like 'scan%'`)
    .all() as Parameters<typeof wedgeRulesOf>[0];
  return wedgeRulesOf(rows);
}

interface Counted {
  round: number;
  entries: ReadonlyMap<string, Entry>;
  /** A clock that was further off than this is named. */
  clockMostMs: number;
}

function lineRow(line: StoredLine, { round, entries, clockMostMs }: Counted): CountLineRow {
  const { round: lineRound, uomWhole, isSafety, triggers, packs, within, ...shown } = line;
  const entryOf = (which: number): Entry | undefined => entries.get(`${line.id} ${String(which)}`);
  const quantity = (entry: Entry | undefined): number | null => (entry?.kind === 'COUNT' ? entry.qtyMilli : null);
  const now = lineRound === round ? entryOf(round) : undefined;
  const last = entryOf(lineRound);
  return {
    ...shown,
    packs: packs ?? '',
    isWhole: isWholeUnit({ uom: line.uom, uomWhole }),
    isSafety: isSafety === 1,
    isWithin: within === null ? null : within === 1,
    isInRound: lineRound === round,
    countedMilli: quantity(now),
    countedAtMs: now === undefined || now.kind === 'WITHDRAWN' ? null : now.countedAtMs,
    ...{ entryKind: now?.kind ?? null, entryNote: now?.note ?? null, isWaiting: now?.isWaiting ?? false },
    clockOffMin: last === undefined ? null : clockOffMinutes(last.clockOffsetMs, clockMostMs),
    ...{ firstMilli: quantity(entryOf(1)), secondMilli: quantity(entryOf(2)), thirdMilli: quantity(entryOf(3)) },
    triggers: JSON.parse(triggers ?? '[]') as string[],
  };
}

interface TimedLine {
  warehouseId: string;
  binId: string | null;
  partId: string;
  owner: string;
  condition: string;
  batchNo: string;
  serialNo: string;
  bookMilli: number | null;
  snapSeq: number | null;
  snapAtMs: number | null;
  countedAtMs: number | null;
  finalMilli: number | null;
}

/** What moved around a line's count: every row the snapshot does not show as it was on the shelf. Stock §4.1. */
export function countTimeline(stores: ReadStores, { lineId }: { lineId: string }): CountTimeline {
  const line = stores.replicaFile
    .prepare(
      `select l.warehouse_id as warehouseId, l.bin_id as binId, l.part_id as partId, l.owner, l.condition,
              l.batch_no as batchNo, l.serial_no as serialNo, l.book_qty_milli as bookMilli, s.snap_seq as snapSeq,
              s.snap_at_ms as snapAtMs, l.counted_at_ms as countedAtMs, l.final_milli as finalMilli
         from count_line l join count_sheet s on s.id = l.sheet_id where l.id = ?`,
    )
    .get(lineId) as TimedLine | undefined;
  if (line === undefined) throw new AppError('NOT_FOUND', 'count-line-unknown', { lineId });
  const key = `warehouse_id = @warehouseId and part_id = @partId and coalesce(bin_id, '') = coalesce(@binId, '')
    and owner = @owner and condition = @condition and batch_no = @batchNo and serial_no = @serialNo`;
  const moves = stores.replicaFile
    .prepare(
      `select id, seq, 'MOVE' as kind, type, doc_no as docNo, qty_milli as qtyMilli, effective_at_ms as effectiveAtMs,
              posted_at_ms as postedAtMs,
              (effective_at_ms <= coalesce(@countedAtMs, @snapAtMs) and posted_at_ms > coalesce(@countedAtMs, @snapAtMs)
                and type not like 'COUNT%') as isLate
         from stock_movement where ${key} and (seq > @snapSeq or effective_at_ms > @snapAtMs)`,
    )
    .all(line) as (Omit<CountTimeline['events'][number], 'isLate' | 'bookedMonth'> & { isLate: number; seq: number })[];
  const periods = periodsOf(stores);
  const balanceMilli = stores.replicaFile
    .prepare(`select qty_milli from stock_balance where ${key}`)
    .pluck()
    .get(line) as number | null | undefined;
  const events = moves.map(({ seq, ...move }) => {
    const booked = bookedMonth({ ...move, seq }, periods);
    return { ...move, isLate: move.isLate === 1, bookedMonth: booked === monthOf(move.effectiveAtMs) ? null : booked };
  });
  if (line.countedAtMs !== null) events.push(countEvent(lineId, line, line.countedAtMs));
  const order = (event: CountTimeline['events'][number]): number => (event.kind === 'COUNT' ? 1 : 0);
  events.sort((a, b) => a.effectiveAtMs - b.effectiveAtMs || order(a) - order(b) || a.postedAtMs - b.postedAtMs);
  return { bookMilli: line.bookMilli, snapAtMs: line.snapAtMs, balanceMilli: balanceMilli ?? null, events };
}

function countEvent(lineId: string, line: TimedLine, countedAtMs: number): CountTimeline['events'][number] {
  return {
    ...{ id: lineId, kind: 'COUNT', type: 'COUNT', docNo: null, qtyMilli: line.finalMilli },
    ...{ effectiveAtMs: countedAtMs, postedAtMs: countedAtMs, isLate: false, bookedMonth: null },
  };
}
