import type { PlanningRow } from '../../src-shared/contract/parts.contract.ts';
import type { GridColumn } from '../grid/columns.tsx';

/** The columns of report 7 (stock §6): what was computed beside what is worked with, the position and the proposal. */
export const PLANNING_COLUMNS: readonly GridColumn<PlanningRow>[] = [
  { key: 'partNo', header: 'counts.partNo', kind: 'code', width: 112, filter: 'text' },
  { key: 'partName', header: 'counts.partName', kind: 'text', width: 110, flex: 1, filter: 'text' },
  { key: 'warehouseName', header: 'counts.warehouse', kind: 'text', width: 92, filter: 'set' },
  { key: 'abcClass', header: 'parts.abc', kind: 'text', width: 48, filter: 'set' },
  { key: 'orderMilli', header: 'planning.order', kind: 'qty', width: 86, filter: 'integer', cellClass: bold },
  {
    ...{ key: 'computedMethod', header: 'planning.method', kind: 'word', width: 70, filter: 'set' },
    words: 'planMethod',
  },
  { key: 'weekMeanMilli', header: 'planning.weekMean', kind: 'qty', width: 66 },
  { key: 'computedSafetyMilli', header: 'planning.computedSafety', kind: 'qty', width: 72 },
  { key: 'computedReorderMilli', header: 'planning.computedReorder', kind: 'qty', width: 72 },
  { key: 'safetyMilli', header: 'planning.safety', kind: 'qty', width: 66 },
  { key: 'reorderMilli', header: 'planning.reorder', kind: 'qty', width: 66 },
  { key: 'maxMilli', header: 'planning.max', kind: 'qty', width: 66 },
  { key: 'availableMilli', header: 'parts.available', kind: 'qty', width: 70 },
  { key: 'inTransitMilli', header: 'planning.inTransit', kind: 'qty', width: 56 },
  { key: 'onOrderMilli', header: 'planning.onOrder', kind: 'qty', width: 56 },
  { key: 'backlogMilli', header: 'planning.backlog', kind: 'qty', width: 56 },
  { key: 'sourceName', header: 'planning.source', kind: 'text', width: 80, filter: 'set', hidden: true },
  { key: 'approvedAtMs', header: 'planning.approvedAt', kind: 'day', width: 84, hidden: true },
];

/** The columns of report 8 (stock §6): how the stock turns and what lies too long. */
export const TURNOVER_COLUMNS: readonly GridColumn<PlanningRow>[] = [
  { key: 'partNo', header: 'counts.partNo', kind: 'code', width: 112, filter: 'text' },
  { key: 'partName', header: 'counts.partName', kind: 'text', width: 110, flex: 1, filter: 'text' },
  { key: 'warehouseName', header: 'counts.warehouse', kind: 'text', width: 92, filter: 'set' },
  { key: 'abcClass', header: 'parts.abc', kind: 'text', width: 48, filter: 'set' },
  { key: 'onHandMilli', header: 'parts.onHand', kind: 'qty', width: 66 },
  { key: 'valueFen', header: 'parts.value', kind: 'fen', width: 92, filter: 'fen' },
  {
    ...{ key: 'movementClass', header: 'planning.class', kind: 'word', width: 72, filter: 'set' },
    words: 'movementClass',
    cellClass: ({ movementClass }) => (movementClass === 'OBSOLETE' ? 'cut' : ''),
  },
  { key: 'excessMilli', header: 'planning.excess', kind: 'qty', width: 86 },
  { key: 'shortAt', header: 'planning.shortAt', kind: 'text', width: 90, sortable: false },
  { key: 'issuedMilli', header: 'planning.issued', kind: 'qty', width: 84 },
  { key: 'turnsCenti', header: 'planning.turns', kind: 'hours', width: 66 },
  {
    ...{ key: 'daysTenths', header: 'planning.days', kind: 'integer', width: 66 },
    draw: (row) => (row.daysTenths === null ? [] : [{ text: (row.daysTenths / 10).toFixed(1), className: '' }]),
    copyText: (row) => (row.daysTenths === null ? '' : (row.daysTenths / 10).toFixed(1)),
  },
  { key: 'lastIssueAtMs', header: 'planning.lastIssue', kind: 'day', width: 88 },
  { key: 'firstMoveAtMs', header: 'planning.since', kind: 'day', width: 88 },
];

function bold({ orderMilli }: PlanningRow): string {
  return (orderMilli ?? 0) > 0 ? 'strong' : '';
}
