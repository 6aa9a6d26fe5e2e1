import { beforeAll, describe, expect, it } from 'vitest';
import { periodDetail, periodRows } from './periods.repository.ts';
import { countTimeline } from './sheet-detail.repository.ts';
import { testReplica } from '../testing/test-replica.ts';

const at = (text: string): number => Date.parse(`${text}:00+08:00`);
const nowMs = at('2026-11-20T09:00');
const manager = { nowMs, roles: ['partsManager'] };
const { stores, add } = testReplica();

beforeAll(() => {
  const key = {
    warehouse_id: 'W1',
    bin_id: 'B1',
    part_id: 'P1',
    owner: 'HQ',
    condition: 'NEW',
    batch_no: '',
    serial_no: '',
  };
  const move = (seq: number, type: string, [pieces, when]: readonly [number, string]): void =>
    add('stock_movement', {
      ...{ ...key, id: `M${String(seq)}`, seq, qty_milli: pieces * 1000, value_fen: pieces * 100, type, doc_no: null },
      ...{ effective_at_ms: at(when), posted_at_ms: at(when), idem_key: String(seq), user_id: 'U', device_id: 'D' },
    });
  move(1, 'OPENING', [10, '2026-09-01T08:00']);
  move(2, 'COUNT_ADJ', [-1, '2026-10-20T10:00']);
  move(3, 'RECEIPT', [5, '2026-11-02T10:00']);
  // came in November for October, and what its count answered
  move(4, 'ISSUE_SALE', [-2, '2026-10-18T10:00']);
  move(5, 'COUNT_REANCHOR', [2, '2026-10-20T10:00']);
  add('stock_balance', { ...key, id: 'SB', qty_milli: 14_000, value_fen: 1_400, last_seq: 5, last_move_at_ms: 1 });
  add('count_plan', {
    ...{
      id: 'PLAN',
      plan_no: 'PJ-1',
      name: '循环',
      type: 'CYCLE',
      warehouse_ids_json: '[]',
      scope_json: '{}',
      blind: 1,
    },
    ...{
      mode: 'ROLL',
      planned_from_date: '2026-10-20',
      planned_to_date: '2026-10-20',
      max_recounts: 2,
      status: 'OPEN',
    },
    owner_user_id: 'U',
  });
  const sheet = (id: string, status: string, snapAtMs: number | null): void =>
    add('count_sheet', {
      ...{ id, sheet_no: `PD-${id}`, plan_id: 'PLAN', warehouse_id: 'W1', snap_seq: 1, snap_at_ms: snapAtMs, status },
      ...{ round: 1, line_count: 1, counted_count: 1, export_rev: 0 },
    });
  sheet('S1', 'POSTED', at('2026-10-20T08:00'));
  sheet('S2', 'COUNTING', at('2026-11-19T08:00'));
  sheet('S3', 'DRAFT', null);
  add('count_line', {
    ...{ ...key, id: 'L1', sheet_id: 'S1', line_no: 1, factor_milli: 1000, book_qty_milli: 10_000, origin: 'PLANNED' },
    ...{ state: 'POSTED', round: 1, counted_at_ms: at('2026-10-20T10:00'), final_milli: 9_000 },
  });
  add('stock_period', {
    ...{ id: 'PER', month: '2026-10', closed_seq: 3, closed_at_ms: at('2026-11-03T09:00'), closed_by: 'U' },
    ...{
      closed_by_name: '韩经理',
      note: '无对账',
      opening_fen: null,
      closing_fen: 900,
      movement_count: 2,
      late_count: 0,
    },
    ...{
      late_fen: 0,
      checklist_json: JSON.stringify([{ check: 'ended', isDone: true, isNeeded: true, number: 0, names: [] }]),
    },
  });
  add('stock_period_event', {
    ...{ id: 'EV', period_id: 'PER', action: 'CLOSE', note: '无对账', closed_seq: 3, closing_fen: 900, done_by: 'U' },
    ...{ done_by_name: '韩经理', done_at_ms: at('2026-11-03T09:00') },
  });
});

describe('the months of stock on a desktop', () => {
  it('show what each came to and what came for it after it was closed', () => {
    expect(periodRows(stores, { nowMs }).rows).toMatchObject([
      { month: '2026-11', isClosed: false, closingFen: null, afterCount: null },
      {
        month: '2026-10',
        isClosed: true,
        closingFen: 900,
        closedSeq: 3,
        closedByName: '韩经理',
        afterCount: 2,
        afterFen: 0,
      },
    ]);
  });

  it('say what stands against closing the next one: it still runs, a sheet is out, one is planned', () => {
    const { items, mayClose, mayReopen, events } = periodDetail(stores, { month: '2026-11', ...manager });
    expect(items.map(({ check, isDone }) => [check, isDone])).toEqual([
      ...[
        ['ended', false],
        ['inOrder', true],
        ['sheets', false],
        ['balances', null],
        ['negative', true],
      ],
      ...[
        ['inTransit', true],
        ['reconciled', false],
      ],
    ]);
    expect(items.find(({ check }) => check === 'sheets')?.names).toEqual(['PD-S2', 'PD-S3']);
    expect({ mayClose, mayReopen, events }).toEqual({ mayClose: true, mayReopen: false, events: [] });
    const december = periodDetail(stores, { month: '2026-12', ...manager }).items;
    expect(
      december.filter(({ check }) => check === 'inOrder' || check === 'yearEnd').map(({ isDone }) => isDone),
    ).toEqual([...[false, true]]);
  });

  it('keep the list of a closed one, and let finance alone open it again', () => {
    const closed = periodDetail(stores, { month: '2026-10', ...manager });
    expect(closed.items).toHaveLength(1);
    expect(closed).toMatchObject({
      mayClose: false,
      mayReopen: false,
      events: [{ action: 'CLOSE', byName: '韩经理' }],
    });
    expect(periodDetail(stores, { month: '2026-10', nowMs, roles: ['finance'] }).mayReopen).toBe(true);
  });

  it('tell on the time line of a count in which later month a late movement is booked', () => {
    const { events } = countTimeline(stores, { lineId: 'L1' });
    expect(events.map(({ kind, type, bookedMonth }) => [kind, type, bookedMonth])).toEqual([
      ...[
        ['MOVE', 'ISSUE_SALE', '2026-11'],
        ['MOVE', 'COUNT_ADJ', null],
        ['MOVE', 'COUNT_REANCHOR', '2026-11'],
      ],
      ...[
        ['COUNT', 'COUNT', null],
        ['MOVE', 'RECEIPT', null],
      ],
    ]);
  });
});
