import type { RoadRow } from '../../../src-shared/contract/goods-receipts.contract.ts';
import type { ArrivalStatus } from '../../../src-shared/domain/logistics/arrival-transition.ts';
import type { GridColumn } from '../../grid/columns.tsx';
import { tagClass, type Tone } from '../../ui/Tag.tsx';

const ARRIVAL_TONES: Readonly<Record<ArrivalStatus, Tone>> = {
  EXPECTED: 'info',
  ARRIVED: 'warn',
  CHECKED: 'warn',
  POSTED: 'done',
};

export const ROAD_COLUMNS: readonly GridColumn<RoadRow>[] = [
  { key: 'docNo', header: 'receipt.sourceDoc', kind: 'code', width: 122, filter: 'text' },
  { key: 'source', header: 'receipt.source', kind: 'word', width: 70, filter: 'set', words: 'roadSource' },
  {
    ...{ key: 'status', header: 'logistics.status', kind: 'word', width: 96, filter: 'set', words: 'arrivalStatus' },
    draw: (row, t) =>
      row.id === '' ? [] : [{ text: t(`arrivalStatus.${row.status}`), className: tagClass(ARRIVAL_TONES[row.status]) }],
  },
  {
    ...{ key: 'overdueDays', header: 'road.overdueDays', kind: 'integer', width: 66, filter: 'integer' },
    draw: (row) => (row.overdueDays === 0 ? [] : [{ text: String(row.overdueDays), className: tagClass('bad') }]),
  },
  { key: 'roadDays', header: 'road.days', kind: 'integer', width: 60, filter: 'integer' },
  { key: 'limitDays', header: 'road.limitDays', kind: 'integer', width: 60 },
  { key: 'holderRole', header: 'logistics.holder', kind: 'word', width: 108, filter: 'set', words: 'holder' },
  { key: 'fromName', header: 'goodsOrder.from', kind: 'text', width: 110, flex: 1, filter: 'text' },
  { key: 'toName', header: 'goodsOrder.to', kind: 'text', width: 96, flex: 1, filter: 'text' },
  { key: 'partText', header: 'goodsOrder.part', kind: 'text', width: 118, flex: 1, filter: 'text' },
  { key: 'lineCount', header: 'goodsOrder.lines', kind: 'integer', width: 52, hidden: true },
  { key: 'openMilli', header: 'road.open', kind: 'qty', width: 62 },
  { key: 'valueFen', header: 'road.valueOf', kind: 'fen', width: 92 },
  { key: 'sentAtMs', header: 'road.sent', kind: 'day', width: 92 },
  { key: 'arrivedDate', header: 'receipt.arrived', kind: 'date', width: 92, filter: 'date' },
  { key: 'carrier', header: 'goodsOrder.carrier', kind: 'text', width: 84, hidden: true, filter: 'text' },
  { key: 'waybill', header: 'goodsOrder.waybill', kind: 'code', width: 110, hidden: true, filter: 'text' },
];
