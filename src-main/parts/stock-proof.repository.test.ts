import { expect, it } from 'vitest';
import { testReplica } from '../testing/test-replica.ts';
import { lastProof } from './stock-proof.repository.ts';

const { stores, add } = testReplica();

it('shows the newest proof of the ledger, and none before the first night', () => {
  expect(lastProof(stores, {})).toEqual({ proof: null });
  const proof = (id: string, day: string, provedAtMs: number, wrong: readonly string[]): void =>
    add('stock_proof', {
      ...{ id, proved_date: day, proved_at_ms: provedAtMs, ledger_seq: 9, key_count: 4 },
      ...{ wrong_count: wrong.length, wrong_json: JSON.stringify(wrong) },
    });
  proof('B', '2026-10-02', 2, ['00P1']);
  proof('A', '2026-10-01', 1, []);
  expect(lastProof(stores, {})).toEqual({
    proof: { provedAtMs: 2, keyCount: 4, wrongCount: 1, wrongPartNos: ['00P1'] },
  });
});
