import type { TFunction } from 'i18next';
import type { Filter } from '../../src-shared/contract/query.ts';
import type { ReconItemRow, ReconRunRow, ReconView } from '../../src-shared/contract/reconciliation.contract.ts';
import type { DifferenceClass, ReconcileVerdict } from '../../src-shared/domain/reconciliation/reconcile-key.ts';
import type { GridColumn } from '../grid/columns.tsx';
import { formatQty } from '../ui/format.ts';
import { tagClass, type Tone } from '../ui/Tag.tsx';

export const RUN_TONES: Readonly<Record<ReconRunRow['status'], Tone>> = {
  MATCHED: 'info',
  WORKING: 'warn',
  SIGNED: 'done',
  CANCELLED: 'done',
};

export const CLASS_TONES: Readonly<Record<DifferenceClass, Tone>> = {
  OPENING: 'wait',
  TIMING_IN_TRANSIT: 'warn',
  UOM: 'warn',
  DUPLICATE_POSTING: 'bad',
  MISSING_IN_ERP: 'warn',
  MISSING_IN_SYSTEM: 'warn',
  SIGN_ERROR: 'bad',
  SUBSTITUTION: 'info',
  LOCATION: 'info',
  QTY_MISMATCH: 'warn',
  UNEXPLAINED: 'bad',
};

export const VERDICT_TONES: Readonly<Record<ReconcileVerdict, Tone>> = {
  AGREE: 'ok',
  PHYSICAL_VARIANCE: 'bad',
  ERP_SIDE: 'warn',
  SYSTEM_SIDE: 'warn',
  MIXED: 'warn',
  NOT_COUNTED: 'wait',
};

export const signedQty = (milli: number): string => `${milli > 0 ? '+' : ''}${formatQty(milli)}`;

export const RUN_COLUMNS: readonly GridColumn<ReconRunRow>[] = [
  { key: 'runNo', header: 'recon.runNo', kind: 'code', width: 104, filter: 'text' },
  {
    key: 'status',
    header: 'recon.status',
    kind: 'word',
    width: 76,
    filter: 'set',
    words: 'reconStatus',
    draw: (row, t) =>
      row.id === '' ? [] : [{ text: t(`reconStatus.${row.status}`), className: tagClass(RUN_TONES[row.status]) }],
  },
  { key: 'cutoffDate', header: 'recon.cutoff', kind: 'date', width: 92, filter: 'date' },
  { key: 'warehouseNames', header: 'recon.warehouse', kind: 'text', width: 110, flex: 1, filter: 'text' },
  { key: 'erpSystem', header: 'recon.erpSystem', kind: 'code', width: 84, filter: 'set' },
  { key: 'keyCount', header: 'recon.keys', kind: 'integer', width: 62, filter: 'integer' },
  { key: 'differingCount', header: 'recon.differing', kind: 'integer', width: 64, filter: 'integer' },
  { key: 'physicalCount', header: 'recon.ofShelf', kind: 'integer', width: 60 },
  { key: 'erpSideCount', header: 'recon.ofErp', kind: 'integer', width: 62 },
  { key: 'systemSideCount', header: 'recon.ofOurs', kind: 'integer', width: 60 },
  { key: 'mixedCount', header: 'recon.ofMixed', kind: 'integer', width: 56 },
  { key: 'notCountedCount', header: 'recon.ofNotCounted', kind: 'integer', width: 80 },
  { key: 'unexplainedCount', header: 'recon.unexplained', kind: 'integer', width: 90, filter: 'integer' },
  { key: 'startedByName', header: 'recon.startedBy', kind: 'text', width: 78, filter: 'set' },
  { key: 'signedByName', header: 'recon.signedBy', kind: 'text', width: 70, filter: 'set' },
  { key: 'signedAtMs', header: 'recon.signedAt', kind: 'day', width: 92 },
];

const minus = (milli: number | null): string => (milli !== null && milli < 0 ? 'cut' : '');

function dashed(milli: number | null): { text: string; className: string }[] {
  return milli === null ? [] : [{ text: milli === 0 ? '–' : formatQty(milli), className: '' }];
}

/** What a difference is made of, as `in transit +4 · unexplained +5`. */
export function classesText({ contributions }: ReconItemRow, t: TFunction): string {
  return contributions.map((each) => `${t(`reconClass.${each.class}`)} ${signedQty(each.qtyMilli)}`).join(' · ');
}

/** One column of the workbook for each class. */
const CLASS_COLUMNS: NonNullable<GridColumn<ReconItemRow>['leavesAs']> = [
  { key: 'openingMilli', header: 'reconClass.OPENING', kind: 'qty' },
  { key: 'timingMilli', header: 'reconClass.TIMING_IN_TRANSIT', kind: 'qty' },
  { key: 'uomMilli', header: 'reconClass.UOM', kind: 'qty' },
  { key: 'duplicateMilli', header: 'reconClass.DUPLICATE_POSTING', kind: 'qty' },
  { key: 'missingInErpMilli', header: 'reconClass.MISSING_IN_ERP', kind: 'qty' },
  { key: 'missingInSystemMilli', header: 'reconClass.MISSING_IN_SYSTEM', kind: 'qty' },
  { key: 'signMilli', header: 'reconClass.SIGN_ERROR', kind: 'qty' },
  { key: 'substitutionMilli', header: 'reconClass.SUBSTITUTION', kind: 'qty' },
  { key: 'locationMilli', header: 'reconClass.LOCATION', kind: 'qty' },
  { key: 'quantityMilli', header: 'reconClass.QTY_MISMATCH', kind: 'qty' },
  { key: 'unexplainedMilli', header: 'reconClass.UNEXPLAINED', kind: 'qty' },
];

const WAREHOUSE: GridColumn<ReconItemRow> = {
  ...{ key: 'warehouseName', header: 'recon.warehouse', kind: 'text', width: 84, filter: 'set' },
};

const ITEM_COLUMNS: readonly GridColumn<ReconItemRow>[] = [
  { key: 'partNo', header: 'counts.partNo', kind: 'code', width: 108, filter: 'text' },
  { key: 'drawingNo', header: 'counts.drawingNo', kind: 'code', width: 98, hidden: true, filter: 'text' },
  { key: 'partName', header: 'counts.partName', kind: 'text', width: 80, flex: 1, filter: 'text' },
  { key: 'ledgerMilli', header: 'recon.ledger', kind: 'qty', width: 62 },
  { key: 'erpMilli', header: 'recon.erp', kind: 'qty', width: 62 },
  { key: 'countedMilli', header: 'recon.shelf', kind: 'qty', width: 60 },
  {
    key: 'differenceMilli',
    header: 'recon.difference',
    kind: 'qty',
    width: 58,
    draw: (row) => dashed(row.differenceMilli),
    cellClass: (row) => minus(row.differenceMilli),
  },
  {
    key: 'shelfDifferenceMilli',
    header: 'recon.shelfDifference',
    kind: 'qty',
    width: 52,
    draw: (row) => dashed(row.shelfDifferenceMilli),
    cellClass: (row) => minus(row.shelfDifferenceMilli),
  },
  {
    key: 'mainClass',
    header: 'recon.classes',
    kind: 'word',
    width: 196,
    filter: 'set',
    words: 'reconClass',
    draw: (row, t) =>
      row.contributions.map((each) => ({
        text: `${t(`reconClass.${each.class}`)} ${signedQty(each.qtyMilli)}`,
        className: tagClass(CLASS_TONES[each.class]),
      })),
    tooltip: classesText,
    copyText: classesText,
    leavesAs: CLASS_COLUMNS,
  },
  {
    key: 'verdict',
    header: 'recon.verdict',
    kind: 'word',
    width: 94,
    filter: 'set',
    words: 'reconVerdict',
    cellClass: () => 'dim',
  },
  { key: 'ownerName', header: 'recon.owner', kind: 'text', width: 64, filter: 'set' },
  { key: 'dueDate', header: 'recon.due', kind: 'date', width: 88, hidden: true, filter: 'date' },
  { key: 'differenceFen', header: 'recon.differenceValue', kind: 'fen', width: 86, hidden: true, filter: 'fen' },
  { key: 'suggestionCount', header: 'recon.suggestions', kind: 'integer', width: 52, hidden: true, filter: 'integer' },
  { key: 'resolution', header: 'recon.resolution', kind: 'text', width: 110, hidden: true, filter: 'text' },
];

/** The conditions by which a workbook has the keys of one run and view. */
export function exportFilters(runNo: string, view: ReconView, userId: string): Filter[] {
  const differing: Filter = { column: 'verdict', op: 'notIn', values: ['AGREE'] };
  const ofView: Readonly<Record<ReconView, readonly Filter[]>> = {
    differing: [differing],
    unexplained: [{ column: 'unexplainedMilli', op: 'notIn', values: [0] }],
    unowned: [differing, { column: 'ownerUserId', op: 'blank', values: [] }],
    mine: [{ column: 'ownerUserId', op: 'in', values: [userId] }],
    all: [],
  };
  return [{ column: 'runNo', op: 'in', values: [runNo] }, ...ofView[view]];
}

/** The keys of a run; where it has several warehouses, each row says which. */
export function itemColumns(hasManyWarehouses: boolean): readonly GridColumn<ReconItemRow>[] {
  return hasManyWarehouses ? [WAREHOUSE, ...ITEM_COLUMNS] : ITEM_COLUMNS;
}
