import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DecisionInput } from '../../src-shared/contract/claims.contract.ts';
import type { CommandBody } from '../../src-shared/contract/commands.ts';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import type { AttentionItem } from '../../src-shared/contract/sync.contract.ts';
import type { WriteStores } from '../db/stores.ts';
import { openTestStores, type TestStores } from '../testing/write-stores.ts';
import { attentionReadTasks, attentionWriteTasks } from './attention.tasks.ts';
import { PendingIndex } from './pending-index.ts';
import { replicaWriteTasks } from './replica.tasks.ts';
import { enqueueCommands, outboxReadTasks, outboxWriteTasks, type Result } from './outbox.tasks.ts';

let opened: TestStores;
let stores: WriteStores;

beforeEach(async () => {
  opened = await openTestStores();
  ({ stores } = opened);
});

afterEach(() => opened.close());

const ACTOR = JSON.stringify({ userId: 'u', name: 'u', roles: ['l1'], claimLimitFen: null });
const APPROVE: DecisionInput = { action: 'APPROVE', reasonCode: null, note: '', holdReason: null, lines: [] };

/** A row of a replicated table; what the test does not speak of is null or, where it must not be, empty. */
function addRow(table: string, values: Record<string, string | number>): void {
  const columns = REPLICATED_TABLES.find(({ name }) => name === table)?.columns ?? [];
  const must = stores.replicaFile.prepare(`select name, type, "notnull" as must from pragma_table_info(?)`);
  const types = new Map((must.all(table) as { name: string; type: string; must: number }[]).map((c) => [c.name, c]));
  const empty = (column: string): string | number | null => {
    const of = types.get(column);
    return of?.must === 1 ? (of.type === 'TEXT' ? '' : 0) : null;
  };
  stores.replicaFile.pragma('foreign_keys = off');
  stores.replicaFile.pragma('ignore_check_constraints = on');
  stores.replicaFile
    .prepare(`insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`)
    .run(columns.map((column) => values[column] ?? empty(column)));
}

function send(id: string, body: CommandBody): void {
  enqueueCommands(stores, [{ id, body, batchId: null, madeBy: ACTOR, madeAtMs: 1 }]);
  outboxWriteTasks['outbox.nextToSend'](stores, { nowMs: 1000 });
}

function answer(id: string, given: Partial<Result>): void {
  const empty = { current: null, targets: null, imported: null, output: null, retryAfterMs: null };
  const results: Result[] = [{ ...empty, id, status: 'rejected', reason: null, details: {}, ...given }];
  outboxWriteTasks['outbox.storeResults'](stores, { results, headSeq: 7, nowMs: 0 });
}

const items = (): AttentionItem[] => attentionReadTasks['sync.attention'](stores as never, null);
const waiting = (): number => outboxReadTasks['outbox.counts'](stores as never, null).attention;

function resolve(commandId: string, way: 'take-server' | 'reapply'): string | null {
  const made = { newCommandId: 'AGAIN', madeBy: ACTOR, madeAtMs: 2 };
  return attentionWriteTasks['sync.resolve'](stores, { commandId, way, edited: null, ...made }).newCommandId;
}

const stored = (id: string): { state: string; body: unknown } => {
  const row = stores.localFile.prepare('select state, body_json as body from outbox where id = ?').get(id) as {
    state: string;
    body: string;
  };
  return { state: row.state, body: JSON.parse(row.body) };
};

describe.each([
  ['before', true],
  ['after', false],
])('a bulk decision the server did not take for every claim, whose rows come %s the answer', (_when, rowsFirst) => {
  const body: CommandBody = {
    ...{ kind: 'claim.decideMany', batchId: 'B', decision: APPROVE },
    targets: [
      ['C1', 1],
      ['C2', 1],
      ['C3', 1],
    ],
  };
  beforeEach(() => {
    for (const [id, no, version] of [
      ['C1', 'SP-1', 2],
      ['C2', 'SP-2', 5],
      ['C3', 'SP-3', 2],
    ] as const)
      addRow('claim', { id, no, _v: version, status: id === 'C2' ? 'RETURNED' : 'IN_REVIEW' });
    send('BULK', body);
    if (rowsFirst) for (const id of ['C1', 'C3']) stores.pending.settle('BULK', id);
    const applied = { outcome: 'applied', reason: null, details: {} } as const;
    answer('BULK', {
      status: 'applied',
      targets: [
        { id: 'C1', ...applied },
        { id: 'C2', outcome: 'conflict', reason: 'row-changed', details: {} },
        { id: 'C3', ...applied },
      ],
    });
  });

  test('stands in the work-list with the claims that were refused, each with its reason', () => {
    expect(waiting()).toBe(1);
    expect(items()).toMatchObject([
      {
        ...{ commandId: 'BULK', status: 'partly', reason: 'some-refused', details: { count: 1 }, canResend: true },
        ...{ rowCount: 1, rows: [{ no: 'SP-2', theirs: { status: 'RETURNED' }, reason: 'row-changed' }] },
      },
    ]);
  });

  test('a claim it was refused for shows nothing of it, also after the next start', () => {
    const atStart = rowsFirst ? [] : ['C1', 'C3'];
    expect(stores.pending.claimIds()).toEqual(atStart);
    expect(PendingIndex.load(stores.localFile).claimIds()).toEqual(atStart);
    resolve('BULK', 'take-server');
    expect(PendingIndex.load(stores.localFile).claimIds()).toEqual(atStart);
  });

  test('is over when all of its rows are there', () => {
    const ackSeq = (): unknown =>
      stores.localFile.prepare(`select ack_seq from outbox where id = 'BULK'`).pluck().get();
    expect(ackSeq()).toBe(rowsFirst ? 7 : null);
    addRow('audit_decision', { id: 'D1', claim_id: 'C1', command_id: 'BULK' });
    addRow('audit_decision', { id: 'D3', claim_id: 'C3', command_id: 'BULK' });
    replicaWriteTasks['replica.rebuildOverlay'](stores, { acks: [] });
    expect(ackSeq()).not.toBeNull();
    expect(stores.pending.size).toBe(0);
  });

  test('is sent again for those alone, upon what they are now', () => {
    expect(resolve('BULK', 'reapply')).toBe('AGAIN');
    expect(stored('AGAIN')).toEqual({ state: 'queued', body: { ...body, batchId: 'AGAIN', targets: [['C2', 5]] } });
    expect(stored('BULK').state).toBe('acked');
    expect(waiting()).toBe(0);
  });

  test('leaves the list when the server’s is taken', () => {
    expect(resolve('BULK', 'take-server')).toBeNull();
    expect(items()).toEqual([]);
    expect(stored('BULK').state).toBe('acked');
  });

  test('stays in the list when none of its claims is here any more', () => {
    stores.replicaFile.prepare(`delete from claim where id = 'C2'`).run();
    expect(items()).toMatchObject([{ canResend: false, rows: [{ no: null, theirs: null }] }]);
    expect(() => resolve('BULK', 'reapply')).toThrow(/nothing-to-resend/);
    expect(waiting()).toBe(1);
  });
});

describe('counts the server did not take', () => {
  const entry = { kind: 'COUNT', countedAtMs: 5, method: 'GRID', note: null } as const;
  const body: CommandBody = {
    ...{ kind: 'count.enter', sheetId: 'S1', round: 1 },
    entries: [
      { ...entry, entryId: 'E1', lineId: 'L1', qtyMilli: 12_000 },
      { ...entry, entryId: 'E2', lineId: 'GONE', kind: 'UNREACHABLE', qtyMilli: 0, note: '高层' },
    ],
  };
  beforeEach(() => {
    addRow('count_sheet', { id: 'S1', _v: 4, sheet_no: 'PD-7', status: 'REVIEW', round: 2 });
    addRow('part', { id: 'P1', part_no: '3501-00114' });
    addRow('warehouse_bin', { id: 'N1', code: 'A-01-02' });
    addRow('count_line', { id: 'L1', sheet_id: 'S1', part_id: 'P1', bin_id: 'N1' });
    send('COUNT', body);
    answer('COUNT', { reason: 'count-round-over', details: { round: 1 } });
  });

  test('are shown one by one, beside the sheet as it stands', () => {
    expect(items()).toEqual([
      {
        ...{ commandId: 'COUNT', kind: 'count.enter', madeAtMs: 1, targetId: 'S1', targetNo: 'PD-7' },
        ...{ status: 'rejected', reason: 'count-round-over', details: { round: 1 }, canResend: true },
        ...{ mine: { round: 1, countedLines: 2 }, theirs: { sheetStatus: 'REVIEW', round: 2 }, rowCount: 2 },
        rows: [
          {
            ...{ no: '3501-00114', mine: { bin: 'A-01-02', countedQtyMilli: 12_000 } },
            ...{ theirs: null, reason: null, details: {} },
          },
          {
            ...{ no: null, mine: { bin: null, entry: 'COUNT_UNREACHABLE', note: '高层' } },
            ...{ theirs: null, reason: null, details: {} },
          },
        ],
      },
    ]);
  });

  test('are sent again as they were entered', () => {
    expect(resolve('COUNT', 'reapply')).toBe('AGAIN');
    expect(stored('AGAIN')).toEqual({ state: 'queued', body });
    expect(stored('COUNT').state).toBe('resolved');
  });
});

test('a command that names the version of its document is sent again with the version of now', () => {
  addRow('statement', { id: 'T1', _v: 9, no: 'JS-1' });
  const body: CommandBody = { kind: 'statement.advance', statementId: 'T1', version: 3, action: 'propose', note: '' };
  send('OLD', body);
  answer('OLD', { status: 'conflict', reason: 'row-changed' });
  expect(items()).toMatchObject([{ targetNo: 'JS-1', canResend: true }]);
  resolve('OLD', 'reapply');
  expect(stored('AGAIN').body).toEqual({ ...body, version: 9 });
});

test('a document that has left this desktop takes nothing: the item stays until the person lets it go', () => {
  send('OLD', { kind: 'claim.decide', claimId: 'GONE', version: 1, decision: APPROVE });
  answer('OLD', { status: 'rejected', reason: 'not-found' });
  expect(items()).toMatchObject([{ targetId: 'GONE', targetNo: null, canResend: false }]);
  expect(() => resolve('OLD', 'reapply')).toThrow(/nothing-to-resend/);
  expect(items()).toHaveLength(1);
  resolve('OLD', 'take-server');
  expect(items()).toEqual([]);
});
