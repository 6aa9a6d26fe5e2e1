import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../../src-main/testing/test-app.ts';
import type { GridQuery } from '../../src-shared/contract/query.ts';
import { openCompany, until, type Company } from './claims-company.ts';

const QUEUE: GridQuery = { filters: [{ column: 'queue', op: 'in', values: ['DECIDE'] }], text: '', sort: [] };
const TEN_YEARS_MS = 3652 * 86_400_000;

let company: Company;
const offsetMs = { fast: TEN_YEARS_MS, slow: -TEN_YEARS_MS };

beforeAll(async () => {
  company = await openCompany(6);
});
afterAll(() => company.close());

async function approve(app: TestApp): Promise<string> {
  const { rows } = await app.client.claims.page({ query: QUEUE, offset: 0, limit: 1 });
  const [claim] = rows;
  if (claim === undefined) throw new Error('no claim');
  const decision = { action: 'APPROVE' as const, reasonCode: null, note: '', holdReason: null, lines: [] };
  await app.client.claims.decide({ claimId: claim.id, version: claim.version, decision });
  return claim.id;
}

const decided = async (app: TestApp, id: string): Promise<boolean> => {
  const { claim } = await app.client.claims.detail({ id });
  return !claim.pending && claim.queue !== 'DECIDE';
};

test('case 18: clocks ten years off and jumping change no order, lose nothing and keep nobody out', async () => {
  const startedMs = Date.now();
  const fast = await company.desktop('clerk', { clock: () => Date.now() + offsetMs.fast });
  const slow = await company.desktop('colleague', { clock: () => Date.now() + offsetMs.slow });
  const order: string[] = [];
  const inTurn = async (by: TestApp, other: TestApp): Promise<void> => {
    const id = await approve(by);
    order.push(id);
    await until('both desktops show the decision', async () => (await decided(by, id)) && (await decided(other, id)));
  };
  await inTurn(fast, slow);
  await inTurn(slow, fast);
  [offsetMs.fast, offsetMs.slow] = [offsetMs.slow, offsetMs.fast]; // both jump by twenty years
  await inTurn(fast, slow);
  await inTurn(slow, fast);
  const { db } = company.server.store;
  const rows = await db
    .selectFrom('auditDecision')
    .select(['claimId', 'decidedAtMs'])
    .orderBy('decidedAtMs')
    .orderBy('id')
    .execute();
  expect(rows.map((row) => row.claimId)).toEqual(order);
  for (const { decidedAtMs } of rows) {
    expect(decidedAtMs).toBeGreaterThanOrEqual(startedMs);
    expect(decidedAtMs).toBeLessThanOrEqual(Date.now());
  }
});
