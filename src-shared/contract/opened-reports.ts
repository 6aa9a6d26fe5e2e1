import {
  BIN,
  column,
  fen,
  limitFigures,
  PART,
  pieces,
  REPORTED_CLASSES,
  summed,
  type ReportColumn,
} from './report-columns.ts';

/** The rows behind the figures of the reports of stock (stock §6), each opened from its report and from nowhere else. */
export const OPENED_REPORTS = [
  'countLineRows',
  'countLines',
  'bookRows',
  'reconRows',
  'reconDocumentRows',
  'ledgerRows',
  'planningRows',
  'turnoverRows',
  'applicationRows',
  'limitRows',
  'damageRows',
] as const;
export type OpenedReportName = (typeof OPENED_REPORTS)[number];

/** They are counted behind the report they are opened from. */
export const OPENED_NUMBERS: Readonly<Record<OpenedReportName, string>> = {
  ...{ countLineRows: '1.1', countLines: '2.1', bookRows: '3.1', reconRows: '4.1', reconDocumentRows: '5.1' },
  ...{ ledgerRows: '6.1', planningRows: '7.1', turnoverRows: '8.1', applicationRows: '9.1' },
  ...{ limitRows: '11.2', damageRows: '12.1' },
};

const STOCK_KEY = { by: ['place', 'partNo'], says: ['warehouseName', 'partNo'] };

/**
 * Which of its rows a row is made of. A rate, an average or a value at a price is no sum: it opens what it is reckoned from, `from`
 * says which column that is.
 */
export const OPENED_FIGURES = {
  countVariance: {
    ...{ rows: 'countLineRows', by: ['lineKey'], says: ['sheetNo', 'binCode', 'partNo'] },
    from: { variancePctCenti: 'varianceMilli', varianceFen: 'varianceMilli', unitFen: 'varianceMilli' },
  },
  countSummary: {
    ...{ rows: 'countLines', by: ['place', 'category', 'abcClass'], says: ['warehouseName', 'category', 'abcClass'] },
    from: { accuracyPctCenti: 'lines', withinPctCenti: 'lines', grossPctCenti: 'grossFen', netPctCenti: 'netFen' },
  },
  notCounted: { rows: 'bookRows', by: ['lineKey'], says: ['sheetNo', 'binCode', 'partNo'], from: {} },
  recon: { rows: 'reconRows', ...STOCK_KEY, from: {} },
  reconDocuments: {
    ...{ rows: 'reconDocumentRows', by: ['documentKey'], says: ['warehouseName', 'partNo', 'ourDocs', 'erpDocs'] },
    from: {},
  },
  stockLedger: { rows: 'ledgerRows', ...STOCK_KEY, from: { averageFen: 'closeFen', checkMilli: 'closeMilli' } },
  planning: {
    ...{ rows: 'planningRows', ...STOCK_KEY },
    from: {
      ...{ orderMilli: 'positionMilli', dayMeanMilli: 'demandMilli', weekMeanMilli: 'demandMilli' },
      ...{ weekSdMilli: 'demandMilli', computedSafetyMilli: 'demandMilli', computedReorderMilli: 'demandMilli' },
    },
  },
  turnover: {
    ...{ rows: 'turnoverRows', ...STOCK_KEY },
    from: {
      ...{ turnsCenti: 'issuedMilli', daysCenti: 'issuedMilli', lastIssueAtMs: 'issuedMilli' },
      excessMilli: 'onHandMilli',
    },
  },
  applications: { rows: 'applicationRows', by: ['lineKey'], says: ['appNo', 'partNo'], from: {} },
  limits: { rows: 'limitRows', by: ['accountKey'], says: ['stationName'], from: {} },
  damages: { rows: 'damageRows', by: ['lineKey'], says: ['reportNo', 'partNo'], from: {} },
} as const satisfies Readonly<
  Record<string, { rows: OpenedReportName; by: readonly string[]; says: readonly string[]; from: object }>
>;

const SOURCE = column('source', 'report.source', ['word', 96], { words: 'reportSource' });
const AT = column('atMs', 'report.at', ['day', 92]);
const TYPE = column('type', 'report.moveType', ['word', 92], { words: 'movement' });
const DOC = column('docNo', 'report.changeDoc', ['code', 140]);
const BY = column('byName', 'report.changeBy', ['text', 84]);
const NOTE = column('note', 'report.note', ['text', 180]);
/** What a movement in the ledger is known by. */
const MOVEMENT = [column('seq', 'report.ledgerSeq', ['integer', 84]), AT, TYPE, DOC, BY];
const lines = (key: string, header: string): ReportColumn => column(key, header, ['integer', 72], { isSummed: true });

/** Their columns: a figure has the key of the figure it is part of, so that the sum of the one is the other. */
export const OPENED_COLUMNS: Readonly<Record<OpenedReportName, readonly ReportColumn[]>> = {
  countLineRows: [
    ...[SOURCE, AT, TYPE, DOC, BY, pieces('bookMilli', 'report.book'), pieces('movedMilli', 'report.moved')],
    ...[pieces('expectedMilli', 'report.expected'), pieces('firstMilli', 'report.first')],
    ...[pieces('secondMilli', 'report.second'), pieces('thirdMilli', 'report.third')],
    ...[pieces('finalMilli', 'report.final'), pieces('varianceMilli', 'report.variance')],
  ],
  countLines: [
    ...[column('sheetNo', 'report.sheetNo', ['code', 136]), AT, BIN, ...PART],
    ...[column('finalMilli', 'report.final', ['qty', 74]), column('varianceMilli', 'report.variance', ['qty', 74])],
    ...[
      lines('lines', 'report.lines'),
      lines('exactLines', 'report.exactLines'),
      lines('withinLines', 'report.within'),
    ],
    ...[summed('expectedFen', 'report.expectedValue'), summed('gainFen', 'report.gain')],
    ...[summed('lossFen', 'report.loss'), summed('netFen', 'report.net'), summed('grossFen', 'report.gross')],
    summed('beforeFen', 'report.before'),
  ],
  bookRows: [...MOVEMENT, pieces('bookMilli', 'report.book'), summed('bookFen', 'report.bookValue')],
  reconRows: [
    ...[SOURCE, AT, TYPE, DOC, BY, pieces('ledgerMilli', 'report.ledger'), pieces('erpMilli', 'report.erp')],
    ...[pieces('countedMilli', 'report.shelf'), pieces('differenceMilli', 'report.difference')],
    pieces('shelfDifferenceMilli', 'report.shelfDifference'),
    ...REPORTED_CLASSES.map((name) => pieces(`class_${name}`, `reconClass.${name}`)),
    pieces('unexplainedMilli', 'report.unexplained'),
  ],
  reconDocumentRows: [
    ...[
      SOURCE,
      AT,
      column('docNo', 'report.changeDoc', ['code', 150]),
      column('line', 'report.docLine', ['code', 110]),
    ],
    ...[pieces('ourMilli', 'report.ourQty'), pieces('erpMilli', 'report.erpQty')],
  ],
  ledgerRows: [
    ...[...MOVEMENT, pieces('openMilli', 'report.openQty'), summed('openFen', 'report.openValue')],
    ...[pieces('receiptMilli', 'report.receipt'), pieces('inMilli', 'report.transferIn')],
    ...[pieces('backMilli', 'report.back'), pieces('foundMilli', 'report.found'), pieces('issueMilli', 'report.issue')],
    ...[pieces('outMilli', 'report.transferOut'), pieces('damageMilli', 'report.damage')],
    ...[pieces('lostMilli', 'report.lost'), pieces('otherMilli', 'report.other')],
    ...[pieces('closeMilli', 'report.closeQty'), summed('closeFen', 'report.closeValue')],
  ],
  planningRows: [
    ...[SOURCE, AT, TYPE, DOC, BIN, pieces('availableMilli', 'parts.available')],
    ...[pieces('inTransitMilli', 'planning.inTransit'), pieces('onOrderMilli', 'planning.onOrder')],
    ...[pieces('backlogMilli', 'planning.backlog'), pieces('positionMilli', 'planning.position')],
    pieces('demandMilli', 'report.demand'),
  ],
  turnoverRows: [
    ...[SOURCE, AT, TYPE, DOC, BIN, pieces('onHandMilli', 'parts.onHand'), summed('valueFen', 'parts.value')],
    pieces('issuedMilli', 'planning.issued'),
  ],
  applicationRows: [
    ...[SOURCE, AT, DOC, BY, pieces('qtyReqMilli', 'report.qtyReq'), pieces('qtyApprMilli', 'report.qtyAppr')],
    ...[pieces('qtyShipMilli', 'report.qtyShip'), pieces('qtyRecvMilli', 'report.qtyRecv'), NOTE],
  ],
  limitRows: [
    ...[column('entryDate', 'report.changeDate', ['date', 88]), column('entryNo', 'limit.entryNo', ['integer', 44])],
    column('type', 'report.changeType', ['word', 96], { words: 'limitEntry' }),
    ...[DOC, fen('amountFen', 'report.changeAmount'), ...limitFigures(summed), lines('changes', 'report.changes')],
    ...[NOTE, column('doneByName', 'report.changeBy', ['text', 84])],
  ],
  damageRows: [
    ...[SOURCE, AT, BY, pieces('qtyMilli', 'report.qty'), summed('valueFen', 'report.amount')],
    ...[summed('claimFen', 'report.claim'), lines('photoCount', 'report.photos'), NOTE],
  ],
};
