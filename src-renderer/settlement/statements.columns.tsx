import type { z } from 'zod';
import type { StatementDetail, StatementRow } from '../../src-shared/contract/settlement.contract.ts';
import type { GridColumn } from '../grid/columns.tsx';
import { tagClass, type Tone } from '../ui/Tag.tsx';

export type Statement = z.infer<typeof StatementRow>;
export type StatementClaim = z.infer<typeof StatementDetail>['claims'][number];

export const STATEMENT_TONES: Readonly<Record<Statement['status'], Tone>> = {
  DRAFT: 'wait',
  L1_CHECKED: 'info',
  APPROVED: 'ok',
  WAIT_STATION: 'info',
  CONFIRMED: 'ok',
  DISPUTED: 'warn',
  INVOICED: 'ok',
  CLOSED: 'done',
  PAID: 'done',
  VOID: 'bad',
};

const minus = (fen: number): string => (fen < 0 ? 'cut' : '');

export const STATEMENT_COLUMNS: readonly GridColumn<Statement>[] = [
  { key: 'no', header: 'settlement.no', kind: 'code', width: 124, filter: 'text' },
  {
    key: 'status',
    header: 'settlement.status',
    kind: 'word',
    width: 112,
    filter: 'set',
    words: 'statementStatus',
    draw: (row, t) =>
      row.id === ''
        ? []
        : [{ text: t(`statementStatus.${row.status}`), className: tagClass(STATEMENT_TONES[row.status]) }],
  },
  { key: 'claimantCode', header: 'settlement.code', kind: 'code', width: 70, filter: 'text' },
  { key: 'claimantName', header: 'settlement.claimant', kind: 'text', width: 110, flex: 1, filter: 'set' },
  {
    key: 'periodFromDate',
    header: 'settlement.period',
    kind: 'date',
    width: 178,
    filter: 'date',
    draw: (row, t) =>
      row.id === ''
        ? []
        : [
            {
              text: t('settlement.periodText', { fromDate: row.periodFromDate, toDate: row.periodToDate }),
              className: '',
            },
          ],
    leavesAs: [
      { key: 'periodFromDate', header: 'settlement.from', kind: 'date' },
      { key: 'periodToDate', header: 'settlement.to', kind: 'date' },
    ],
  },
  { key: 'claimCount', header: 'settlement.claims', kind: 'integer', width: 62, filter: 'integer' },
  { key: 'claimedFen', header: 'settlement.claimed', kind: 'fen', width: 98, filter: 'fen' },
  {
    key: 'netFen',
    header: 'settlement.net',
    kind: 'fen',
    width: 104,
    filter: 'fen',
    cellClass: (row) => minus(row.netFen),
  },
  { key: 'taxFen', header: 'settlement.tax', kind: 'fen', width: 86, filter: 'fen' },
  {
    key: 'grossFen',
    header: 'settlement.gross',
    kind: 'fen',
    width: 104,
    filter: 'fen',
    cellClass: (row) => minus(row.grossFen),
  },
  {
    key: 'payableFen',
    header: 'settlement.payable',
    kind: 'fen',
    width: 104,
    filter: 'fen',
    cellClass: (row) => minus(row.payableFen),
  },
];

export const STATEMENT_CLAIM_COLUMNS: readonly GridColumn<StatementClaim>[] = [
  { key: 'seq', header: 'settlement.seq', kind: 'integer', width: 38, hidden: true },
  { key: 'no', header: 'claims.no', kind: 'code', width: 114 },
  {
    key: 'repairFinishDate',
    header: 'claims.finished',
    kind: 'date',
    width: 48,
    draw: (row) => [{ text: row.repairFinishDate.slice(5), className: '' }],
    tooltip: (row) => row.repairFinishDate,
  },
  {
    key: 'vin',
    header: 'claims.vinTail',
    kind: 'code',
    width: 72,
    draw: (row) => [{ text: row.vin.slice(-8), className: '' }],
    tooltip: (row) => `${row.vin} ${row.plateNo ?? ''}`,
  },
  { key: 'mainItem', header: 'claims.mainItem', kind: 'text', width: 80, flex: 1 },
  { key: 'labourFen', header: 'costType.LABOUR', kind: 'fen', width: 78 },
  { key: 'materialFen', header: 'costType.MATERIAL', kind: 'fen', width: 86 },
  { key: 'handlingFen', header: 'costType.HANDLING', kind: 'fen', width: 68 },
  { key: 'travelFen', header: 'costType.TRAVEL', kind: 'fen', width: 80 },
  { key: 'otherFen', header: 'costType.OTHER', kind: 'fen', width: 66 },
  { key: 'claimedFen', header: 'claims.claimed', kind: 'fen', width: 86 },
  {
    key: 'approvedFen',
    header: 'claims.approved',
    kind: 'fen',
    width: 86,
    cellClass: (row) => (row.approvedFen < row.claimedFen ? 'cut' : ''),
  },
];
