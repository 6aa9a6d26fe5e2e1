import { DIFFERENCE_CLASSES } from '../domain/reconciliation/reconcile-key.ts';

type ReportKind = 'text' | 'code' | 'word' | 'qty' | 'fen' | 'integer' | 'hours' | 'date' | 'day';

export interface ReportColumn {
  key: string;
  /** In the catalogue. */
  header: string;
  kind: ReportKind;
  width: number;
  words?: string;
  /** The value is a sentence of the catalogue with its figures, see `reportSentence`. */
  sentence?: string;
  /** Summed up in the totals row. */
  isSummed?: true;
}

type Shape = readonly [kind: ReportKind, width: number];
/** A column of a report; its header is a key of the catalogue. Stock §6. */
export const column = (key: string, header: string, [kind, width]: Shape, more: object = {}): ReportColumn => ({
  ...{ key, header, kind, width },
  ...more,
});
/** Pieces in thousandths, not summed: rows are of different parts. Stock §6. */
export const qty = (key: string, header: string): ReportColumn => column(key, header, ['qty', 74]);
/** Money in fen, not summed. Stock §6. */
export const fen = (key: string, header: string): ReportColumn => column(key, header, ['fen', 96]);
/** Money in fen with its sum in the totals row. Stock §6. */
export const summed = (key: string, header: string): ReportColumn =>
  column(key, header, ['fen', 96], { isSummed: true });

export const WAREHOUSE = column('warehouseName', 'counts.warehouse', ['text', 96]);
export const BIN = column('binCode', 'counts.bin', ['code', 84]);
export const PART = [
  column('partNo', 'counts.partNo', ['code', 112]),
  column('partName', 'counts.partName', ['text', 140]),
  column('uom', 'counts.uom', ['text', 44]),
];
/** Pieces in thousandths with their sum: rows of one part. Stock §6. */
export const pieces = (key: string, header: string): ReportColumn =>
  column(key, header, ['qty', 74], { isSummed: true });
/** What a station may order for, on a day or after a change, in fen. Stock §6 report 11. */
export const limitFigures = (kind: (key: string, header: string) => ReportColumn): ReportColumn[] => [
  ...[
    kind('creditLimitFen', 'limit.credit'),
    kind('tempLimitFen', 'report.limitTemp'),
    kind('cashFen', 'report.limitCash'),
  ],
  ...[
    kind('heldFen', 'report.limitHeld'),
    kind('usedFen', 'report.limitUsed'),
    kind('availableFen', 'report.limitFree'),
  ],
];
const CLASSES = DIFFERENCE_CLASSES.filter((name) => name !== 'UNEXPLAINED');
/** The classes of differences that have a column of their own; what is unexplained has one beside them. */
export const REPORTED_CLASSES: readonly string[] = CLASSES;
