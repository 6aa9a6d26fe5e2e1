import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '../../src-shared/errors.ts';
import type { ReadStores, WriteStores } from '../db/stores.ts';
import { rebaseOverlay } from '../sync/overlay.ts';
import { openTestStores, type TestStores } from '../testing/write-stores.ts';
import { decideClaim } from './claim-decisions.repository.ts';
import { claimPage, claimQueues } from './claim-page.repository.ts';
import { claimReceivers } from './claim-receivers.repository.ts';

const TODAY = '2026-03-20';
const NOW_MS = Date.parse('2026-03-20T02:00:00Z');

let opened: TestStores;
let stores: WriteStores;
const read = (): ReadStores => stores as unknown as ReadStores;

/** A row with what is given; the other columns that must have a value get an empty one. */
function insert(table: string, given: Readonly<Record<string, string | number | null>>): void {
  const columns = stores.replicaFile.pragma(`table_info(${table})`) as {
    name: string;
    type: string;
    notnull: number;
  }[];
  const used = columns.filter(({ name, notnull }) => notnull === 1 || name in given);
  const values = used.map(({ name, type }) => (name in given ? given[name] : type === 'INTEGER' ? 0 : ''));
  const marks = used.map(() => '?').join(',');
  stores.replicaFile
    .prepare(`insert into ${table} (${used.map(({ name }) => name).join(',')}) values (${marks})`)
    .run(values);
}

beforeEach(async () => {
  opened = await openTestStores();
  let version = 0;
  stores = { ...opened.stores, replicaVersion: () => String((version += 1)) };
  for (const [id, role] of [
    ['ann', 'l1'],
    ['ben', 'l1'],
    ['cat', 'finance'],
  ] as const) {
    insert('app_user', { id, name: id.toUpperCase(), status: 'ACTIVE', valid_from_date: '2020-01-01' });
    insert('user_role', { id: `role-${id}`, user_id: id, role, valid_from_date: '2020-01-01' });
  }
  insert('user_deputy', {
    ...{ id: 'd1', user_id: 'ben', deputy_user_id: 'ann', valid_from_date: TODAY, valid_to_date: TODAY },
  });
  insert('claim', {
    id: 'c-1',
    _v: 5,
    no: 'SP1',
    status: 'IN_REVIEW',
    queue: 'DECIDE',
    payable_fen: 300,
    region_id: 'r1',
  });
  insert('claim_line', { id: 'l-1', claim_id: 'c-1', seq: 1, payable_fen: 300, claimed_fen: 300, decision: 'PENDING' });
});
afterEach(() => {
  opened.close();
});

const madeBy = (userId: string): string =>
  JSON.stringify({ userId, name: userId.toUpperCase(), roles: ['l1'], claimLimitFen: null });
let made = 0;
function decide(version: number, more: object, by = 'ann'): { undoUntilMs: number | null } {
  made += 1;
  return decideClaim(stores, {
    ...{ madeBy: madeBy(by), madeAtMs: NOW_MS + made, commandId: `cmd-${String(made)}`, claimId: 'c-1', version },
    decision: { action: 'APPROVE', reasonCode: null, note: '', holdReason: null, lines: [], ...more } as never,
  });
}
const shown = () => {
  const filters = [{ column: 'no', op: 'in' as const, values: ['SP1'] }];
  const [row] = claimPage(read(), { query: { filters, text: '', sort: [] }, offset: 0, limit: 10 }).rows;
  return { holder: row?.holderName, status: row?.status, pending: row?.pending };
};
/** The server has applied the newest command: its entry and the row of the next version are here. */
function arrive(assignedTo: string | null): void {
  const commandId = `cmd-${String(made)}`;
  const entry = { claim_id: 'c-1', action: 'ASSIGN', level: 'L1', decided_at_ms: NOW_MS + made, command_id: commandId };
  insert('audit_decision', { ...entry, id: `e-${String(made)}`, claim_version_seen: 5, lines_before_json: '{}' });
  stores.replicaFile.prepare('update claim set _v = 6, assigned_to = ?').run(assignedTo);
  rebaseOverlay(stores, ['c-1']);
}

it('a claim taken without the server is in hand at once, and counts as one’s own', () => {
  expect(decide(5, { action: 'ASSIGN', assignTo: 'ann' })).toEqual({ undoUntilMs: null });
  expect(shown()).toEqual({ holder: 'ANN', status: 'IN_REVIEW', pending: true });
  expect(claimQueues(read(), { nowMs: NOW_MS, userId: 'ann' }).inHand).toEqual({ count: 1, payableFen: 300 });
  expect(claimQueues(read(), { nowMs: NOW_MS, userId: 'ben' }).inHand).toEqual({ count: 0, payableFen: 0 });
  expect(claimReceivers(read(), { today: TODAY })).toMatchObject([
    { id: 'ann', inHand: 1, deputyName: null },
    { id: 'ben', inHand: 0, deputyName: 'ANN' },
  ]);
  arrive('ann');
  expect(shown()).toEqual({ holder: 'ANN', status: 'IN_REVIEW', pending: false });
});

it('whoever may not hold it is refused on this desk already', () => {
  expect(() => decide(5, { action: 'ASSIGN', assignTo: 'cat' })).toThrow(AppError);
  expect(stores.localFile.prepare('select count(*) from outbox').pluck().get()).toBe(0);
});

it('a claim one has just taken is decided at once, though its next version has come meanwhile', () => {
  decide(5, { action: 'ASSIGN', assignTo: 'ann' });
  arrive('ann');
  decide(5, {});
  const bodies = stores.localFile.prepare('select body_json from outbox order by client_seq').pluck().all() as string[];
  expect(bodies.map((body) => (JSON.parse(body) as { version: number }).version)).toEqual([5, 6]);
  expect(shown()).toMatchObject({ status: 'APPROVED', pending: true });
});

it('what somebody else has changed meanwhile is a conflict', () => {
  const entry = { claim_id: 'c-1', action: 'ASSIGN', level: 'L1', decided_at_ms: NOW_MS, command_id: 'elsewhere' };
  insert('audit_decision', { ...entry, id: 'e-x', claim_version_seen: 5 });
  stores.replicaFile.prepare('update claim set _v = 6, assigned_to = ?').run('ben');
  expect(() => decide(5, {})).toThrow(expect.objectContaining({ data: expect.objectContaining({ code: 'CONFLICT' }) }));
});
