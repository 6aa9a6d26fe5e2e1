import type { CountSheetFile, CountSheetFileLine } from '../../src-shared/domain/counts/count-file.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { ReadStores } from '../db/stores.ts';
import { standingEntries, waitingEntries } from './sheet-entries.ts';

/** A sheet as it goes out to Excel: nothing of the book when it is blind, whatever this desktop knows. Stock §5.3. */
export function sheetForFile(
  stores: ReadStores,
  { sheetId, userId }: { sheetId: string; userId: string },
): CountSheetFile {
  const inOutbox = waitingEntries(stores, sheetId);
  const head = stores.replicaFile
    .prepare(
      `select c.sheet_no as sheetNo, p.name as planName, w.name as warehouseName, c.zone, c.round, p.blind as isBlind
         from count_sheet c join count_plan p on p.id = c.plan_id join warehouse w on w.id = c.warehouse_id
        where c.id = ?`,
    )
    .get(sheetId) as (Omit<CountSheetFile, 'isBlind' | 'lines'> & { isBlind: number }) | undefined;
  if (head === undefined) throw new AppError('NOT_FOUND', 'count-sheet-unknown', { id: sheetId });
  const isBlind = head.isBlind === 1;
  const entries = standingEntries(stores, { sheetId, userId, inOutbox });
  const nameOf = stores.replicaFile.prepare('select name from app_user where id = ?').pluck();
  const lines = stores.replicaFile
    .prepare(
      `select l.id as lineUid, l.line_no as lineNo, b.code as binCode, p.part_no as partNo, p.drawing_no as drawingNo,
              p.name as partName, p.spec, p.uom as baseUom, l.book_qty_milli as bookMilli
         from count_line l join part p on p.id = l.part_id left join warehouse_bin b on b.id = l.bin_id
        where l.sheet_id = ? and l.round = ? order by l.line_no`,
    )
    .all(sheetId, head.round) as Omit<CountSheetFileLine, 'countedMilli' | 'countedByName' | 'countedAtMs' | 'note'>[];
  return {
    ...head,
    isBlind,
    lines: lines.map((line): CountSheetFileLine => {
      const entry = entries.get(`${line.lineUid} ${String(head.round)}`);
      const counted = entry?.kind === 'COUNT' ? entry : null;
      return {
        ...line,
        bookMilli: isBlind ? null : line.bookMilli,
        countedMilli: counted?.qtyMilli ?? null,
        countedByName: counted === null ? null : String(nameOf.get(counted.countedBy) ?? counted.countedBy),
        countedAtMs: counted?.countedAtMs ?? null,
        note: counted?.note ?? null,
      };
    }),
  };
}
