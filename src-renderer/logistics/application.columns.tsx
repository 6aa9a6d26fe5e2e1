import type { TFunction } from 'i18next';
import type { ApplicationLine, ApplicationRow } from '../../src-shared/contract/logistics.contract.ts';
import type { GridColumn } from '../grid/columns.tsx';
import { tagClass, type Tone } from '../ui/Tag.tsx';

export const APPLICATION_TONES: Readonly<Record<ApplicationRow['status'], Tone>> = {
  DRAFT: 'wait',
  SUBMITTED: 'info',
  DUP_SUSPECT: 'warn',
  REGION_OK: 'info',
  WARRANTY_OK: 'info',
  REJECTED: 'bad',
  ALLOCATED: 'info',
  ERP_SENT: 'info',
  SHIPPED: 'info',
  SIGNED: 'ok',
  OLD_DUE: 'warn',
  CLOSED: 'done',
  CANCELLED: 'done',
};

export const URGENCY_TONES: Readonly<Record<ApplicationRow['urgency'], Tone>> = {
  VOR: 'bad',
  URGENT: 'warn',
  NORMAL: 'wait',
};

/** The number, or for a draft the end of its id: a number comes with submitting. */
export function numberText({ id, appNo }: Pick<ApplicationRow, 'id' | 'appNo'>, t: TFunction): string {
  return appNo ?? t('logistics.draftNo', { tail: id.slice(-5) });
}

/** With whom it lies: the role, and the person or station where it is one. */
export function holderText(
  { holderRole, holderName }: Pick<ApplicationRow, 'holderRole' | 'holderName'>,
  t: TFunction,
) {
  if (holderRole === null) return t('logistics.nobody');
  const role = t(`holder.${holderRole}`);
  return holderName === null ? role : `${role} ${holderName}`;
}

export const APPLICATION_COLUMNS: readonly GridColumn<ApplicationRow>[] = [
  {
    ...{ key: 'appNo', header: 'logistics.appNo', kind: 'code', width: 122, filter: 'text' },
    draw: (row, t) => (row.id === '' ? [] : [{ text: numberText(row, t), className: row.appNo === null ? 'dim' : '' }]),
    copyText: numberText,
  },
  {
    ...{ key: 'urgency', header: 'logistics.urgency', kind: 'word', width: 66, filter: 'set', words: 'urgency' },
    sortKey: 'urgencyRank',
    draw: (row, t) =>
      row.id === '' ? [] : [{ text: t(`urgency.${row.urgency}`), className: tagClass(URGENCY_TONES[row.urgency]) }],
  },
  {
    ...{ key: 'kind', header: 'logistics.kind', kind: 'word', width: 76, filter: 'set', words: 'applicationKind' },
  },
  {
    ...{
      key: 'status',
      header: 'logistics.status',
      kind: 'word',
      width: 96,
      filter: 'set',
      words: 'applicationStatus',
    },
    draw: (row, t) =>
      row.id === ''
        ? []
        : [{ text: t(`applicationStatus.${row.status}`), className: tagClass(APPLICATION_TONES[row.status]) }],
  },
  {
    ...{ key: 'holderRole', header: 'logistics.holder', kind: 'word', width: 148, filter: 'set', words: 'holder' },
    draw: (row, t) =>
      row.id === '' ? [] : [{ text: holderText(row, t), className: row.holderRole === null ? 'dim' : '' }],
    tooltip: holderText,
    copyText: holderText,
    leavesAs: [
      { key: 'holderRole', header: 'logistics.holder', kind: 'word' },
      { key: 'holderName', header: 'logistics.holderName', kind: 'text' },
    ],
  },
  { key: 'stayDays', header: 'logistics.stayDays', kind: 'integer', width: 58, filter: 'integer' },
  { key: 'stationName', header: 'logistics.station', kind: 'text', width: 120, flex: 1, filter: 'text' },
  { key: 'regionName', header: 'logistics.region', kind: 'text', width: 62, filter: 'set' },
  { key: 'partText', header: 'logistics.part', kind: 'text', width: 150, flex: 1, filter: 'text' },
  { key: 'qtyReqMilli', header: 'logistics.qtyReq', kind: 'qty', width: 54 },
  { key: 'qtyApprMilli', header: 'logistics.qtyAppr', kind: 'qty', width: 54 },
  { key: 'qtyShipMilli', header: 'logistics.qtyShip', kind: 'qty', width: 54 },
  { key: 'qtyRecvMilli', header: 'logistics.qtyRecv', kind: 'qty', width: 54 },
  { key: 'vin', header: 'logistics.vin', kind: 'code', width: 150, filter: 'text' },
  { key: 'workOrderNo', header: 'logistics.workOrder', kind: 'code', width: 128, hidden: true, filter: 'text' },
  { key: 'erpOrderNo', header: 'logistics.erpOrder', kind: 'code', width: 92, hidden: true, filter: 'text' },
  { key: 'returnDueDate', header: 'logistics.returnDue', kind: 'date', width: 92, filter: 'date' },
  { key: 'requestedByName', header: 'logistics.requestedBy', kind: 'text', width: 78, hidden: true, filter: 'set' },
  { key: 'requestedAtMs', header: 'logistics.requestedAt', kind: 'day', width: 92, hidden: true },
];

export const LINE_COLUMNS: readonly GridColumn<ApplicationLine>[] = [
  { key: 'lineNo', header: 'logistics.lineNo', kind: 'integer', width: 48, hidden: true },
  {
    ...{ key: 'partNo', header: 'counts.partNo', kind: 'code', width: 200 },
    draw: ({ partNo, substituteNo }) => [
      { text: partNo, className: '' },
      ...(substituteNo === null ? [] : [{ text: `→ ${substituteNo}`, className: tagClass('info') }]),
    ],
  },
  { key: 'partName', header: 'counts.partName', kind: 'text', width: 110, flex: 1 },
  { key: 'uom', header: 'counts.uom', kind: 'text', width: 48 },
  { key: 'qtyReqMilli', header: 'logistics.qtyReq', kind: 'qty', width: 60 },
  { key: 'qtyApprMilli', header: 'logistics.qtyAppr', kind: 'qty', width: 60 },
  { key: 'qtyShipMilli', header: 'logistics.qtyShip', kind: 'qty', width: 60 },
  { key: 'qtyRecvMilli', header: 'logistics.qtyRecv', kind: 'qty', width: 60 },
  { key: 'warehouseName', header: 'logistics.from', kind: 'text', width: 110 },
  { key: 'returnDueDate', header: 'logistics.returnDue', kind: 'date', width: 92 },
];
