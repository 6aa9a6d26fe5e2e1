import { addDays } from '../../units/dates.ts';
import { isSameRow, type MasterEdit, type MasterRow } from './master-edits.ts';

/** What a publication writes to a master: rows that come, cells that change, rows that go. */
export type MasterWrite =
  | { kind: 'insert'; row: MasterRow }
  | { kind: 'update'; id: string; change: MasterRow }
  | { kind: 'delete'; id: string };

/**
 * The rates from a day on (claims §2.1, dated rows): a changed rate ends the day before and begins anew with its new value,
 * one that has not begun yet changes in place, one that goes ends the day before. Only the end of a rate may be moved without
 * a new row; a new rate without a beginning begins on the day.
 */
export function rateWrites(edits: readonly MasterEdit[], fromDate: string): MasterWrite[] {
  const dayBefore = addDays(fromDate, -1);
  return edits.flatMap(({ table, id, before, after }): MasterWrite[] => {
    if (table !== 'rates') return [];
    if (before === null)
      return after === null
        ? []
        : [{ kind: 'insert', row: { ...after, validFromDate: after['validFromDate'] ?? fromDate } }];
    const hasBegun = String(before['validFromDate']) < fromDate;
    const end: MasterWrite = { kind: 'update', id, change: { validToDate: dayBefore } };
    if (after === null) return [hasBegun ? end : { kind: 'delete', id }];
    const isSameButEnd = isSameRow({ ...before, validToDate: null }, { ...after, validToDate: null });
    if (isSameButEnd) return [{ kind: 'update', id, change: { validToDate: after['validToDate'] ?? null } }];
    if (!hasBegun) return [{ kind: 'update', id, change: after }];
    return [end, { kind: 'insert', row: { ...after, validFromDate: fromDate } }];
  });
}

/** Rates that ended before the day cannot be changed from it on; the edits of such rows. */
export function endedRates(edits: readonly MasterEdit[], fromDate: string): MasterEdit[] {
  return edits.filter(
    ({ table, before }) => table === 'rates' && before?.['validToDate'] != null && before['validToDate'] < fromDate,
  );
}

/** The rows after the writes; rows that come have no id yet. */
export function withMasterWrites(rows: readonly MasterRow[], writes: readonly MasterWrite[]): MasterRow[] {
  const changes = new Map(writes.flatMap((one) => (one.kind === 'insert' ? [] : [[one.id, one] as const])));
  return [
    ...rows.flatMap((row): MasterRow[] => {
      const change = changes.get(String(row['id']));
      if (change === undefined) return [row];
      return change.kind === 'update' ? [{ ...row, ...change.change }] : [];
    }),
    ...writes.flatMap((one) => (one.kind === 'insert' ? [one.row] : [])),
  ];
}
