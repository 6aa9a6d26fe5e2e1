import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CommandBody } from '../../src-shared/contract/commands.ts';
import type { WriteStores } from '../db/stores.ts';
import { openTestStores, type TestStores } from '../testing/write-stores.ts';
import { attentionReadTasks, attentionWriteTasks } from './attention.tasks.ts';
import { enqueueCommands, outboxReadTasks, outboxWriteTasks, type Result } from './outbox.tasks.ts';

let opened: TestStores;
let stores: WriteStores;

beforeEach(async () => {
  opened = await openTestStores();
  ({ stores } = opened);
});

afterEach(() => opened.close());

const ACTOR = JSON.stringify({ userId: 'u', name: 'u', roles: ['l1'], claimLimitFen: null });

function advance(id: string, statementId: string): void {
  const body: CommandBody = { kind: 'statement.advance', statementId, version: 1, action: 'propose', note: '' };
  enqueueCommands(stores, [{ id, body, batchId: null, madeBy: ACTOR, madeAtMs: 1 }]);
}

const send = (): [string, number][] =>
  outboxWriteTasks['outbox.nextToSend'](stores, { nowMs: 1000 }).map(({ id, clientSeq }) => [id, clientSeq]);

function answer(id: string, status: Result['status'], reason: string | null = null): void {
  const empty = { current: null, targets: null, imported: null, output: null };
  const retryAfterMs = status === 'retry' ? 500 : null;
  const results = [{ ...empty, id, status, reason, details: {}, retryAfterMs }];
  outboxWriteTasks['outbox.storeResults'](stores, { results, headSeq: 7, nowMs: 0 });
}

const agree = (lastClientSeq: number): { lost: number } => {
  const { lastAnsweredSeq } = outboxReadTasks['outbox.counts'](stores as never, null);
  return outboxWriteTasks['outbox.agreeNumbers'](stores, { lastClientSeq, lastAnsweredSeq });
};

const attention = (): [string, string][] =>
  attentionReadTasks['sync.attention'](stores as never, null).map(({ commandId, reason }) => [commandId, reason]);

test('numbers are given in the order of sending and kept until the answer', () => {
  advance('A', 'S1');
  advance('B', 'S2');
  expect(send()).toEqual([
    ['A', 1],
    ['B', 2],
  ]);
  advance('C', 'S3');
  expect(send()).toEqual([
    ['A', 1],
    ['B', 2],
    ['C', 3],
  ]);
  answer('A', 'applied');
  answer('B', 'retry', 'server-busy');
  answer('C', 'retry', 'earlier-command-waits');
  expect(send()).toEqual([
    ['B', 2],
    ['C', 3],
  ]);
});

test.each([
  ['ten years', 3650 * 86_400_000],
  ['half an hour', 30 * 60_000],
])('case 18: a clock set back by %s makes nobody wait for so long', (_span, aheadMs) => {
  advance('A', 'S1');
  send();
  outboxWriteTasks['outbox.putBack'](stores, { ids: ['A'], nextAtMs: 1000 + aheadMs });
  expect(send()).toEqual([['A', 1]]);
  outboxWriteTasks['outbox.putBack'](stores, { ids: ['A'], nextAtMs: 1000 + 60_000 });
  expect(send()).toEqual([]);
});

test('case 33: a refused command at the head of the queue holds the same row only', () => {
  advance('A', 'S1');
  expect(send()).toEqual([['A', 1]]);
  advance('B', 'S1');
  advance('C', 'S2');
  answer('A', 'rejected', 'statement-closed');
  advance('D', 'S1'); // made after the refusal was known: nothing to hold it
  expect(send()).toEqual([
    ['C', 2],
    ['D', 3],
  ]);
  expect(attention()).toEqual([['A', 'statement-closed']]);
  const resolution = {
    commandId: 'A',
    way: 'take-server',
    edited: null,
    newCommandId: 'N',
    madeBy: ACTOR,
    madeAtMs: 2,
  } as const;
  attentionWriteTasks['sync.resolve'](stores, resolution);
  expect(attention()).toEqual([['B', 'made-on-refused']]);
});

test('case 14: commands a restored server has forgotten are shown, and what was not answered gets new numbers', () => {
  for (const name of ['A', 'B', 'C', 'D']) advance(name, `S-${name}`);
  send();
  answer('A', 'applied');
  answer('B', 'applied');
  answer('C', 'rejected', 'statement-closed');
  expect(agree(3)).toEqual({ lost: 0 });
  expect(agree(1)).toEqual({ lost: 1 });
  expect(attention()).toEqual([
    ['B', 'lost-by-server'],
    ['C', 'statement-closed'],
  ]);
  expect(send()).toEqual([['D', 2]]);
  expect(agree(1)).toEqual({ lost: 0 });
});

test('an answer that arrives while the server is being asked is not taken for a loss', () => {
  advance('A', 'S1');
  send();
  const { lastAnsweredSeq } = outboxReadTasks['outbox.counts'](stores as never, null);
  answer('A', 'applied');
  expect(outboxWriteTasks['outbox.agreeNumbers'](stores, { lastClientSeq: 0, lastAnsweredSeq })).toEqual({ lost: 0 });
  expect(attention()).toEqual([]);
});

test('numbers the server already knows from a lost store are never used again', () => {
  agree(41);
  advance('A', 'S1');
  expect(send()).toEqual([['A', 42]]);
  answer('A', 'applied');
  expect(agree(42)).toEqual({ lost: 0 });
});
