import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DecisionInput } from '../../src-shared/contract/claims.contract.ts';
import type { GridQuery } from '../../src-shared/contract/query.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import type { TestApp } from '../../src-main/testing/test-app.ts';
import { openCompany, until, type Company } from './claims-company.ts';

const QUEUE: GridQuery = { filters: [{ column: 'queue', op: 'in', values: ['DECIDE'] }], text: '', sort: [] };
const APPROVE: DecisionInput = { action: 'APPROVE', reasonCode: null, note: '', holdReason: null, lines: [] };
const REJECT: DecisionInput = { ...APPROVE, action: 'REJECT', reasonCode: 'R06' };

let company: Company;
let clerk: TestApp;
let colleague: TestApp;

beforeAll(async () => {
  company = await openCompany(60);
  [clerk, colleague] = await Promise.all([company.desktop('clerk'), company.desktop('colleague')]);
});

afterAll(async () => {
  await company.close();
});

async function firstOpen(app: TestApp, at = 0) {
  const { rows } = await app.client.claims.page({ query: QUEUE, offset: at, limit: 1 });
  const [row] = rows;
  if (row === undefined) throw new Error('the queue is empty');
  return row;
}

async function statusIn(app: TestApp, id: string): Promise<string> {
  return (await app.client.claims.detail({ id })).claim.status;
}

test('a decision is there at once, reaches the other desktop, and stops being pending', async () => {
  const claim = await firstOpen(clerk);
  await clerk.client.claims.decide({ claimId: claim.id, version: claim.version, decision: APPROVE });
  const own = await clerk.client.claims.detail({ id: claim.id });
  expect(own.claim).toMatchObject({ status: 'APPROVED', queue: 'NONE', approvedFen: 20_000, cutFen: 0 });
  expect(own.lines.map((line) => line.decision)).toEqual(['APPROVE', 'APPROVE']);
  await until('the other desktop shows it', async () => (await statusIn(colleague, claim.id)) === 'APPROVED');
  await until('nothing is pending', async () => !(await clerk.client.claims.detail({ id: claim.id })).claim.pending);
  const after = await clerk.client.claims.detail({ id: claim.id });
  expect(after.decisions.map(({ action, pending, byName }) => ({ action, pending, byName }))).toEqual([
    { action: 'APPROVE', pending: false, byName: 'clerk' },
  ]);
});

test('case 16: two people deciding the same claim give one winner and one conflict with both decisions', async () => {
  const claim = await firstOpen(clerk);
  await Promise.all([
    clerk.client.claims.decide({ claimId: claim.id, version: claim.version, decision: APPROVE }),
    colleague.client.claims.decide({ claimId: claim.id, version: claim.version, decision: REJECT }),
  ]);
  const listed = async () => [
    ...(await clerk.client.sync.attention({})).map((item) => ({ app: clerk, item })),
    ...(await colleague.client.sync.attention({})).map((item) => ({ app: colleague, item })),
  ];
  await until('one of them hears of it', async () => (await listed()).length === 1);
  const [loser] = await listed();
  const lost = loser?.app === clerk ? 'APPROVE' : 'REJECT';
  expect(loser?.item).toMatchObject({
    status: 'conflict',
    targetId: claim.id,
    targetNo: claim.no,
    mine: { action: lost },
  });
  expect(loser?.item.theirs).toMatchObject({ status: lost === 'APPROVE' ? 'REJECTED' : 'APPROVED' });
  await loser?.app.client.sync.resolve({ commandId: loser.item.commandId, way: 'take-server' });
  expect(await listed()).toEqual([]);
  await until('both show the winner', async () => {
    const [mine, theirs] = [await statusIn(clerk, claim.id), await statusIn(colleague, claim.id)];
    return mine === theirs && mine !== 'IN_REVIEW';
  });
});

test('a decision taken back leaves both entries in the history of both desktops', async () => {
  const claim = await firstOpen(clerk);
  await clerk.client.claims.decide({ claimId: claim.id, version: claim.version, decision: APPROVE });
  await clerk.client.claims.undo({ claimId: claim.id });
  expect((await clerk.client.claims.detail({ id: claim.id })).claim).toMatchObject({
    status: 'IN_REVIEW',
    approvedFen: 0,
  });
  await until('the other desktop has both entries', async () => {
    const { decisions } = await colleague.client.claims.detail({ id: claim.id });
    return decisions.map(({ action }) => action).join(' ') === 'APPROVE UNDO';
  });
  await until('nothing is pending', async () => !(await clerk.client.claims.detail({ id: claim.id })).claim.pending);
});

test('a bulk decision compares count and control total, answers for each claim and can be taken back', async () => {
  const selection = { mode: 'query' as const, query: QUEUE, except: [(await firstOpen(clerk)).id] };
  const expected = await clerk.client.claims.selectionTotal({ selection });
  await expect(
    clerk.client.claims.decideMany({ selection, expected: { ...expected, totalFen: 1 }, decision: APPROVE }),
  ).rejects.toMatchObject({ code: 'CONFLICT', data: { reason: 'selection-changed' } });
  const { batchId } = await clerk.client.claims.decideMany({ selection, expected, decision: APPROVE });
  expect((await clerk.client.claims.page({ query: QUEUE, offset: 0, limit: 1 })).total).toBe(1);
  await until('every claim has an answer', async () => (await clerk.client.claims.batch({ batchId })).waiting === 0);
  const state = await clerk.client.claims.batch({ batchId });
  expect({ total: state.total, applied: state.applied, refused: state.refused }).toEqual({
    ...{ total: expected.count, applied: expected.count, refused: 0 },
  });
  await clerk.client.claims.undoBatch({ batchId });
  await until('the queue is whole again elsewhere', async () => {
    const { total } = await colleague.client.claims.page({ query: QUEUE, offset: 0, limit: 1 });
    return total === expected.count + 1;
  });
});

test('an answered command has its rows in the copy: the next look of the same person shows them', async () => {
  const fromDate = businessDateOf(Date.now());
  for (const login of ['colleague', 'supervisor']) {
    const { people } = await clerk.client.settings.deputies({});
    const deputy = people.find(({ name }) => name === login);
    if (deputy === undefined) throw new Error(`no ${login} to name`);
    await clerk.client.settings.nameDeputy({ deputyUserId: deputy.id, fromDate, toDate: fromDate });
    const { mine } = await clerk.client.settings.deputies({});
    expect(mine.map(({ deputyName }) => deputyName)).toContain(login);
    for (const { id } of mine) {
      await clerk.client.settings.endDeputy({ deputyId: id });
      expect((await clerk.client.settings.deputies({})).mine).toEqual([]);
    }
  }
});

test('work goes on without the server, survives a restart, and is sent when the server is back', async () => {
  const app = await company.desktop('supervisor');
  const claim = await firstOpen(app, 5);
  const profile = { dataFolder: app.dataFolder, secretText: app.secrets.text ?? '' };
  const { url } = company.server;
  await app.close({ keepFolder: true });
  const { openTestApp } = await import('../../src-main/testing/test-app.ts');
  const away = await openTestApp({
    ...profile,
    serverUrl: url,
    fetch: () => Promise.reject(new TypeError('no network')),
  });
  await away.client.claims.decide({ claimId: claim.id, version: claim.version, decision: REJECT });
  expect(await statusIn(away, claim.id)).toBe('REJECTED');
  await until('it is counted as waiting', async () => (await away.client.sync.state({})).waitingCommands === 1);
  await away.close({ keepFolder: true });
  const back = await openTestApp({ ...profile, secretText: away.secrets.text ?? '', serverUrl: url });
  expect(await statusIn(back, claim.id)).toBe('REJECTED');
  await until('the server has it', async () => (await statusIn(clerk, claim.id)) === 'REJECTED');
  await until('nothing waits', async () => (await back.client.sync.state({})).waitingCommands === 0);
  expect((await back.client.sync.checkData({})).mismatches).toEqual([]);
  await back.close();
});
