import { useEffect, useRef, useState } from 'react';
import type { CountLineRow, CountSheetDetail } from '../../src-shared/contract/counts.contract.ts';
import { api } from '../api/client.ts';
import { Sheet } from '../grid/sheet.ts';
import type { EntryLine } from './counts.columns.tsx';
import type { InFlight } from './in-flight.ts';

interface EntrySheet {
  sheet: Sheet<EntryLine>;
  /** The next quantity of this line comes from a scanner. */
  markScanned(lineId: string): void;
  /** Hands over once more what could not be saved; false when there is nothing of the kind. */
  saveAgain(): boolean;
}

/** Entries of one message to the core; a pasted column of thousands goes in several. */
const MOST_ENTRIES = 1000;

/**
 * The lines of the present round as a sheet to write in. Every cell that was taken over is saved at once: a crash loses at most
 * the cell that was being typed (stock §5.1). What other devices count comes in; what is still on its way here stays as typed.
 */
export function useEntrySheet(
  detail: CountSheetDetail,
  inFlight: InFlight,
  onProblem: (error: unknown) => void,
): EntrySheet {
  const { sheet: head } = detail;
  const isOpen = head.isBlind === 0;
  const [sheet] = useState(() => new Sheet<EntryLine>(linesInRound(detail).map((line) => entryLine(line, isOpen))));
  /** What was handed over last, by line, and whether the core has shown it since. */
  const saved = useRef(new Map(sheet.rows.map((row) => [row.id, row.countedMilli])));
  const onTheWay = useRef(new Map<string, number | null>());
  const scanned = useRef(new Set<string>());
  const problem = useRef(onProblem);
  problem.current = onProblem;

  const save = useRef<() => boolean>(() => false);
  save.current = () => {
    const changed = sheet.rows.filter((row) => saved.current.get(row.id) !== row.countedMilli);
    for (let start = 0; start < changed.length; start += MOST_ENTRIES) {
      const rows = changed.slice(start, start + MOST_ENTRIES);
      for (const row of rows) {
        saved.current.set(row.id, row.countedMilli);
        onTheWay.current.set(row.id, row.countedMilli);
      }
      const entries = rows.map(({ id, countedMilli }) => ({
        ...{ lineId: id, kind: countedMilli === null ? ('WITHDRAWN' as const) : ('COUNT' as const) },
        ...{ qtyMilli: countedMilli ?? 0, note: null },
        method: scanned.current.delete(id) ? ('SCAN' as const) : ('GRID' as const),
      }));
      const entered = api.counts.enter({ sheetId: head.id, round: head.round, entries });
      inFlight.follow(entered);
      entered.catch((error: unknown) => {
        for (const row of rows) if (saved.current.get(row.id) === row.countedMilli) saved.current.delete(row.id);
        problem.current(error);
      });
    }
    return changed.length > 0;
  };
  useEffect(() => sheet.state.subscribe(() => void save.current()), [sheet]);

  useEffect(() => {
    const known = new Map(detail.lines.map((line) => [line.id, line]));
    const { past, future, rows } = sheet.state.read();
    const next = rows.map((row) => {
      const line = known.get(row.id);
      if (line === undefined) return row;
      const mine = onTheWay.current;
      if (mine.has(row.id) && mine.get(row.id) !== line.countedMilli) return row;
      mine.delete(row.id);
      saved.current.set(row.id, line.countedMilli);
      return isSame(row, line) ? row : entryLine(line, isOpen);
    });
    const here = new Set(rows.map(({ id }) => id));
    const added = linesInRound(detail).filter(({ id }) => !here.has(id));
    for (const line of added) saved.current.set(line.id, line.countedMilli);
    if (added.length > 0 || next.some((row, at) => row !== rows[at]))
      sheet.state.write({ rows: [...next, ...added.map((line) => entryLine(line, isOpen))], past, future });
  }, [detail, sheet, isOpen]);
  return { sheet, markScanned: (lineId) => void scanned.current.add(lineId), saveAgain: () => save.current() };
}

export function linesInRound(detail: CountSheetDetail): CountLineRow[] {
  return detail.lines.filter(({ isInRound }) => isInRound);
}

/** Counted, or said to be out of reach. */
export const isDone = ({ countedMilli, isUnreachable }: EntryLine): boolean => countedMilli !== null || isUnreachable;

function entryLine(line: CountLineRow, isOpen: boolean): EntryLine {
  const { id, lineNo, binCode, partId, serialNo, partNo, drawingNo, partName, uom, isWhole, packs, isWaiting } = line;
  return {
    ...{ id, lineNo, binCode, partId, serialNo, partNo, drawingNo, partName, uom, isWhole, packs, isWaiting },
    shownMilli: isOpen ? line.bookMilli : null,
    ...{ countedMilli: line.countedMilli, countedAtMs: line.countedAtMs, note: line.entryNote },
    isUnreachable: line.entryKind === 'UNREACHABLE',
  };
}

function isSame(row: EntryLine, line: CountLineRow): boolean {
  return (
    row.countedMilli === line.countedMilli &&
    row.countedAtMs === line.countedAtMs &&
    row.isWaiting === line.isWaiting &&
    row.isUnreachable === (line.entryKind === 'UNREACHABLE') &&
    row.note === line.entryNote
  );
}
