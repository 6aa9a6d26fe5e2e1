import { z } from 'zod';
import { OPENED_COLUMNS, OPENED_FIGURES, OPENED_NUMBERS, OPENED_REPORTS } from './opened-reports.ts';
import {
  BIN,
  column,
  fen,
  limitFigures,
  PART,
  pieces,
  qty,
  REPORTED_CLASSES,
  summed,
  WAREHOUSE,
  type ReportColumn,
} from './report-columns.ts';
import { BusinessDate, InstantMs, RowId } from './values.ts';

/** The reports of stock: stock §6 in the order of its numbers, then what the end of a year is proved with. */
export const STOCK_REPORTS = [
  'countVariance',
  'countSummary',
  'notCounted',
  'recon',
  'reconDocuments',
  'stockLedger',
  'planning',
  'turnover',
  'applications',
  'oldParts',
  'oldPartRows',
  'limits',
  'limitEntries',
  'damages',
  'yearEndRoll',
  'countReasons',
  'sheetNumbers',
] as const;
/** One of these, or the rows behind a figure of one, which nobody chooses by itself. */
export const StockReportName = z.enum([...STOCK_REPORTS, ...OPENED_REPORTS]);
export type StockReportName = z.infer<typeof StockReportName>;

/** The numbers of stock §6; what it does not name comes behind. */
export const REPORT_NUMBERS: Readonly<Record<StockReportName, string>> = {
  ...{ countVariance: '1', countSummary: '2', notCounted: '3', recon: '4', reconDocuments: '5', stockLedger: '6' },
  ...{ planning: '7', turnover: '8', applications: '9', oldParts: '10', oldPartRows: '10.1' },
  ...{ limits: '11', limitEntries: '11.1', damages: '12' },
  ...{ yearEndRoll: '13', countReasons: '14', sheetNumbers: '15' },
  ...OPENED_NUMBERS,
};

/** What a workbook of a report has behind it, as a sheet of its own. */
export const REPORT_DETAILS: Readonly<Partial<Record<StockReportName, StockReportName>>> = {
  ...{ oldParts: 'oldPartRows', limits: 'limitEntries' },
};

/** A report whose figures are sums of the same columns of another, and which of its rows a row is made of. */
export interface ReportFigures {
  rows: StockReportName;
  /** The values that both have in common; the screen has them even where they are no column. */
  by: readonly string[];
  /** The columns a row is called by. */
  says: readonly string[];
  /** Figures of which the other report has no column: those they are reckoned from. */
  from: Readonly<Record<string, string>>;
}

const OLD_PARTS_BY = ['stationCode', 'period'];

/** Reports whose figures open the rows they are made of. */
export const REPORT_FIGURES: Readonly<Partial<Record<StockReportName, ReportFigures>>> = {
  ...OPENED_FIGURES,
  oldParts: { rows: 'oldPartRows', by: OLD_PARTS_BY, says: OLD_PARTS_BY, from: { returnPctCenti: 'dueMilli' } },
};

/** What the rows behind a report's figures are chosen by; none for a report nobody opens from a figure. Stock §6. */
export function keysOfRows(name: StockReportName): readonly string[] {
  return Object.values(REPORT_FIGURES).find(({ rows }) => rows === name)?.by ?? [];
}

/** What rows are left of a report: those with these values, and of them those that make up the figure; and the row in words. */
export const ReportOnly = z.object({
  by: z.record(z.string(), z.string().nullable()),
  figure: z.string(),
  row: z.string(),
});
export type ReportOnly = z.infer<typeof ReportOnly>;

export const StockReportRequest = z.object({
  name: StockReportName,
  /** Null = all. */
  warehouseId: RowId.nullable(),
  /** Days of counts and of the ledger; reconciliation takes the last run up to the second day. */
  fromDate: BusinessDate,
  toDate: BusinessDate,
  /** The rows behind one figure of the report this one belongs to; all where it is left out. */
  only: ReportOnly.optional(),
});
export type StockReportRequest = z.infer<typeof StockReportRequest>;

export const StockReportRow = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));
export type StockReportRow = z.infer<typeof StockReportRow>;

/** What a report says about itself. */
export const StockReportFacts = z.object({
  /** The last entry of the ledger this copy has. */
  ledgerSeq: z.int(),
  /** The last instant that is in it. */
  cutoffAtMs: InstantMs,
  /** The warehouse by code and name; null = all. */
  warehouse: z.string().nullable(),
  /** The run a reconciliation shows; null where there is none. */
  runNo: z.string().nullable(),
});
export type StockReportFacts = z.infer<typeof StockReportFacts>;

/** The sentence a cell of such a column stands for, as a key of the catalogue and its figures; null where there is none. Stock §6. */
export function reportSentence(
  { sentence }: Pick<ReportColumn, 'sentence'>,
  value: string | number | null,
): { key: string; values: Readonly<Record<string, string | number>> } | null {
  if (sentence === undefined || typeof value !== 'string') return null;
  const { key, ...values } = JSON.parse(value) as { key: string } & Record<string, string | number>;
  return { key: `${sentence}.${key}`, values };
}

const STATION = column('stationName', 'report.station', ['text', 150]);
const STATION_CODE = column('stationCode', 'report.stationCode', ['code', 64]);
const PERIOD = column('period', 'report.days', ['text', 64]);
/** The same of a station and of a single part, so that one is the sum of the other. */
const OLD_PART_FIGURES = [
  ...[pieces('dueMilli', 'report.oldDue'), pieces('sentMilli', 'report.oldSent')],
  ...[pieces('receivedMilli', 'report.oldReceived'), pieces('okMilli', 'report.oldOk')],
  ...[pieces('badMilli', 'report.oldBad'), pieces('overdueMilli', 'report.oldOverdue')],
  ...[summed('overdueFen', 'report.oldOverdueValue'), summed('deductFen', 'report.oldDeducted')],
];
const ABC = column('abcClass', 'parts.abc', ['text', 48]);

/** Columns of each report in their order, for the screen and the workbook alike. */
export const REPORT_COLUMNS: Readonly<Record<StockReportName, readonly ReportColumn[]>> = {
  ...OPENED_COLUMNS,
  countVariance: [
    ...[column('sheetNo', 'report.sheetNo', ['code', 110]), WAREHOUSE, BIN, ...PART, ABC],
    ...[qty('bookMilli', 'report.book'), qty('movedMilli', 'report.moved'), qty('expectedMilli', 'report.expected')],
    ...[qty('firstMilli', 'report.first'), qty('secondMilli', 'report.second'), qty('thirdMilli', 'report.third')],
    ...[qty('finalMilli', 'report.final'), qty('varianceMilli', 'report.variance')],
    column('variancePctCenti', 'report.variancePct', ['hours', 66]),
    ...[column('unitFen', 'report.unit', ['fen', 84]), summed('varianceFen', 'report.varianceValue')],
    ...[column('triggers', 'report.triggers', ['text', 80]), column('reason', 'report.reason', ['text', 96])],
    ...[column('firstBy', 'report.firstBy', ['text', 72]), column('secondBy', 'report.secondBy', ['text', 72])],
    ...[column('approvedBy', 'report.approvedBy', ['text', 72]), column('adjNo', 'report.adjNo', ['code', 110])],
  ],
  countSummary: [
    ...[WAREHOUSE, column('category', 'report.category', ['text', 110]), ABC],
    column('lines', 'report.lines', ['integer', 60], { isSummed: true }),
    ...[
      column('accuracyPctCenti', 'report.accuracy', ['hours', 72]),
      column('withinPctCenti', 'report.withinPct', ['hours', 84]),
    ],
    ...[summed('gainFen', 'report.gain'), summed('lossFen', 'report.loss'), summed('netFen', 'report.net')],
    ...[
      column('grossPctCenti', 'report.grossPct', ['hours', 72]),
      column('netPctCenti', 'report.netPct', ['hours', 72]),
    ],
    summed('beforeFen', 'report.before'),
  ],
  notCounted: [
    ...[column('sheetNo', 'report.sheetNo', ['code', 110]), WAREHOUSE, BIN, ...PART],
    ...[qty('bookMilli', 'report.book'), summed('bookFen', 'report.bookValue')],
    column('state', 'report.state', ['word', 84], { words: 'reportLine' }),
    ...[column('note', 'report.note', ['text', 120]), column('owner', 'report.owner', ['text', 72])],
  ],
  recon: [
    ...[WAREHOUSE, ...PART, qty('ledgerMilli', 'report.ledger'), qty('erpMilli', 'report.erp')],
    ...[qty('countedMilli', 'report.shelf'), qty('differenceMilli', 'report.difference')],
    qty('shelfDifferenceMilli', 'report.shelfDifference'),
    ...REPORTED_CLASSES.map((name) => qty(`class_${name}`, `reconClass.${name}`)),
    qty('unexplainedMilli', 'report.unexplained'),
    column('verdict', 'report.verdict', ['word', 90], { words: 'reconVerdict' }),
    ...[column('owner', 'report.owner', ['text', 72]), column('dueDate', 'report.due', ['date', 88])],
    column('resolution', 'report.resolution', ['text', 110]),
  ],
  reconDocuments: [
    ...[WAREHOUSE, ...PART, column('ourDocs', 'report.ourDocs', ['code', 130])],
    column('erpDocs', 'report.erpDocs', ['code', 130]),
    column('direction', 'report.direction', ['word', 60], { words: 'reportDirection' }),
    ...[qty('ourMilli', 'report.ourQty'), qty('erpMilli', 'report.erpQty')],
    ...[column('ourAtMs', 'report.ourAt', ['day', 88]), column('erpAtMs', 'report.erpAt', ['day', 88])],
    column('rule', 'report.rule', ['word', 84], { words: 'reconRule' }),
    column('class', 'report.class', ['word', 96], { words: 'reconClass' }),
  ],
  stockLedger: [
    ...[WAREHOUSE, ...PART, qty('openMilli', 'report.openQty'), summed('openFen', 'report.openValue')],
    ...[qty('receiptMilli', 'report.receipt'), qty('inMilli', 'report.transferIn'), qty('backMilli', 'report.back')],
    ...[qty('foundMilli', 'report.found'), qty('issueMilli', 'report.issue'), qty('outMilli', 'report.transferOut')],
    ...[qty('damageMilli', 'report.damage'), qty('lostMilli', 'report.lost'), qty('otherMilli', 'report.other')],
    ...[qty('closeMilli', 'report.closeQty'), summed('closeFen', 'report.closeValue')],
    ...[column('averageFen', 'parts.average', ['fen', 84]), qty('checkMilli', 'report.check')],
  ],
  planning: [
    ...[...PART, WAREHOUSE, ABC, column('method', 'planning.method', ['word', 72], { words: 'planMethod' })],
    ...[qty('dayMeanMilli', 'report.dayMean'), qty('weekMeanMilli', 'planning.weekMean')],
    qty('weekSdMilli', 'report.weekSd'),
    ...[
      column('leadDays', 'report.leadDays', ['integer', 60]),
      column('levelPctCenti', 'report.levelPct', ['hours', 66]),
    ],
    ...[qty('computedSafetyMilli', 'planning.computedSafety'), qty('computedReorderMilli', 'planning.computedReorder')],
    ...[qty('safetyMilli', 'planning.safety'), qty('reorderMilli', 'planning.reorder')],
    ...[qty('availableMilli', 'parts.available'), qty('inTransitMilli', 'planning.inTransit')],
    ...[qty('onOrderMilli', 'planning.onOrder'), qty('backlogMilli', 'planning.backlog')],
    ...[qty('orderMilli', 'planning.order'), column('sourceName', 'planning.source', ['text', 84])],
    column('why', 'report.note', ['text', 320], { sentence: 'planWhy' }),
  ],
  turnover: [
    ...[...PART, WAREHOUSE, ABC, qty('onHandMilli', 'parts.onHand'), summed('valueFen', 'parts.value')],
    ...[qty('issuedMilli', 'planning.issued'), column('turnsCenti', 'planning.turns', ['hours', 66])],
    column('daysCenti', 'planning.days', ['hours', 66]),
    ...[column('lastIssueAtMs', 'planning.lastIssue', ['day', 88]), column('ageMonths', 'report.age', ['integer', 60])],
    column('movementClass', 'planning.class', ['word', 80], { words: 'movementClass' }),
    ...[qty('excessMilli', 'planning.excess'), column('shortAt', 'planning.shortAt', ['text', 120])],
  ],
  // narrower than elsewhere: where it stands and since when is to be seen without scrolling
  applications: [
    ...[column('appNo', 'report.appNo', ['code', 108]), column('stationName', 'report.station', ['text', 96])],
    ...[column('regionName', 'report.region', ['text', 46]), column('vin', 'report.vin', ['code', 138])],
    ...[column('workOrderNo', 'report.workOrder', ['code', 118]), column('partNo', 'counts.partNo', ['code', 104])],
    ...[column('partName', 'counts.partName', ['text', 88]), column('uom', 'counts.uom', ['text', 40])],
    ...[column('qtyReqMilli', 'report.qtyReq', ['qty', 60]), column('qtyApprMilli', 'report.qtyAppr', ['qty', 62])],
    ...[column('qtyShipMilli', 'report.qtyShip', ['qty', 60]), column('qtyRecvMilli', 'report.qtyRecv', ['qty', 60])],
    column('status', 'report.status', ['word', 96], { words: 'applicationStatus' }),
    column('stayDays', 'report.stayDays', ['integer', 68]),
    column('holderRole', 'report.holder', ['word', 118], { words: 'holder' }),
    ...[
      column('holderName', 'report.holderName', ['text', 84]),
      column('erpOrderNo', 'report.erpOrder', ['code', 104]),
    ],
    column('returnDueDate', 'report.returnDue', ['date', 96]),
  ],
  oldParts: [
    ...[STATION_CODE, STATION, PERIOD, ...OLD_PART_FIGURES.slice(0, 5)],
    column('returnPctCenti', 'report.returnPct', ['hours', 72]),
    ...OLD_PART_FIGURES.slice(5),
    column('disposition', 'report.disposition', ['text', 250], { sentence: 'oldPartDispositions' }),
  ],
  oldPartRows: [
    ...[STATION_CODE, STATION, PERIOD, column('tagNo', 'report.tagNo', ['code', 116])],
    column('sourceNo', 'report.oldPartSource', ['code', 124]),
    ...[...PART, column('dueDate', 'report.returnDue', ['date', 88])],
    column('status', 'report.status', ['word', 84], { words: 'oldPartStatus' }),
    ...[column('boxNo', 'report.box', ['code', 104]), column('waybill', 'report.waybill', ['code', 120])],
    ...[
      column('shippedAtMs', 'report.shippedAt', ['day', 88]),
      column('receivedAtMs', 'report.receivedAt', ['day', 88]),
    ],
    column('inspectResult', 'report.inspectResult', ['word', 84], { words: 'inspectResult' }),
    column('disposition', 'report.disposition', ['word', 84], { words: 'oldPartDisposition' }),
    column('overdueDays', 'report.overdueDays', ['integer', 68]),
    ...OLD_PART_FIGURES,
  ],
  limits: [
    ...[STATION, ...limitFigures(summed), column('overdueDays', 'report.overdue', ['integer', 116])],
    column('changes', 'report.changes', ['integer', 104], { isSummed: true }),
  ],
  limitEntries: [
    ...[
      STATION,
      column('entryDate', 'report.changeDate', ['date', 88]),
      column('entryNo', 'limit.entryNo', ['integer', 44]),
    ],
    column('type', 'report.changeType', ['word', 88], { words: 'limitEntry' }),
    ...[column('docNo', 'report.changeDoc', ['code', 116]), fen('amountFen', 'report.changeAmount')],
    ...[fen('cashPartFen', 'limit.cashPart'), ...limitFigures(fen)],
    ...[column('note', 'report.note', ['text', 140]), column('doneByName', 'report.changeBy', ['text', 72])],
  ],
  damages: [
    ...[
      column('reportNo', 'report.damageNo', ['code', 116]),
      column('carrier', 'report.carrier', ['text', 96]),
      ...PART,
    ],
    ...[qty('qtyMilli', 'report.qty'), column('liability', 'report.liability', ['word', 72], { words: 'liability' })],
    ...[summed('valueFen', 'report.amount'), summed('claimFen', 'report.claim')],
    column('photoCount', 'report.photos', ['integer', 64]),
    column('status', 'report.status', ['word', 104], { words: 'damageStatus' }),
    column('days', 'report.openDays', ['integer', 56]),
  ],
  yearEndRoll: [
    ...[column('sheetNo', 'report.sheetNo', ['code', 110]), WAREHOUSE, BIN, ...PART],
    ...[column('countedAtMs', 'report.countedAt', ['day', 88]), qty('countedMilli', 'report.counted')],
    ...[
      qty('receivedMilli', 'report.rollIn'),
      qty('issuedMilli', 'report.rollOut'),
      qty('movedMilli', 'report.rollMoved'),
    ],
    ...[qty('otherMilli', 'report.other'), qty('correctedMilli', 'report.rollCorrected')],
    ...[
      qty('rolledMilli', 'report.rolled'),
      qty('bookAtMilli', 'report.rollBook'),
      qty('openMilli', 'report.rollOpen'),
    ],
    ...[column('unitFen', 'report.unit', ['fen', 84]), summed('rolledFen', 'report.rolledValue')],
  ],
  countReasons: [
    ...[WAREHOUSE, column('reason', 'report.reason', ['text', 130])],
    ...[
      column('lines', 'report.lines', ['integer', 60], { isSummed: true }),
      column('gainLines', 'report.gainLines', ['integer', 76], { isSummed: true }),
      column('lossLines', 'report.lossLines', ['integer', 76], { isSummed: true }),
    ],
    ...[summed('gainFen', 'report.gain'), summed('lossFen', 'report.loss'), summed('netFen', 'report.net')],
    ...[summed('grossFen', 'report.gross'), column('sharePctCenti', 'report.sharePct', ['hours', 80])],
    column('beforeLines', 'report.beforeLines', ['integer', 80], { isSummed: true }),
  ],
  sheetNumbers: [
    ...[column('sheetNo', 'report.sheetNo', ['code', 136]), WAREHOUSE],
    column('numberState', 'report.numberState', ['word', 84], { words: 'sheetNumber' }),
    column('type', 'counts.type', ['word', 88], { words: 'countType' }),
    column('plannedDate', 'counts.planned', ['date', 92]),
    ...[
      column('counterName', 'counts.counter', ['text', 76]),
      column('recounterName', 'counts.recounter', ['text', 84]),
    ],
    ...[
      column('lines', 'report.lines', ['integer', 60], { isSummed: true }),
      column('exports', 'report.exports', ['integer', 64]),
      column('copies', 'report.copies', ['integer', 72], { isSummed: true }),
      column('lists', 'report.lists', ['integer', 72], { isSummed: true }),
      column('spoiled', 'report.spoiled', ['integer', 72], { isSummed: true }),
    ],
    ...[column('spoiledNos', 'report.spoiledNos', ['code', 88]), column('adjNo', 'report.adjNo', ['code', 96])],
    column('note', 'report.note', ['text', 140]),
  ],
};
