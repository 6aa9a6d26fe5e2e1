import type { SignedInUser } from '../src-shared/contract/session.contract.ts';
import { actorText } from '../src-main/sync/actor.ts';
import { ulid } from 'ulid';
import type { BenchProfile } from './bench-profile.ts';

const CLERK: SignedInUser = {
  ...{ id: 'bench-clerk', login: 'bench', name: 'bench', roles: ['l1'], regionId: null, regionName: null },
  ...{ stationId: null, claimLimitFen: null },
};
const TARGETS_PER_COMMAND = 5000;

/** Approves the first `count` claims of the queue in one action, as Shift+A does; returns the milliseconds until `local.db` is on disk. */
export async function approveMany(profile: BenchProfile, count: number): Promise<{ ms: number; decided: number }> {
  const query = {
    filters: [
      { column: 'queue', op: 'in' as const, values: ['DECIDE'] },
      { column: 'worstSeverity', op: 'atMost' as const, values: [2] },
      { column: 'payableFen', op: 'atMost' as const, values: [400_000] },
    ],
    text: '',
    sort: [],
  };
  const ids: string[] = [];
  for (let offset = 0; offset < count; offset += 1000) {
    const { rows } = await profile.pool.read('claims.page', { query, offset, limit: Math.min(1000, count - offset) });
    ids.push(...rows.map((row) => row.id));
  }
  const selection = { mode: 'ids' as const, ids };
  const expected = await profile.pool.read('claims.selectionTotal', { selection });
  const commandIds = Array.from({ length: Math.ceil(ids.length / TARGETS_PER_COMMAND) }, () => ulid());
  const decision = { action: 'APPROVE' as const, reasonCode: null, note: '', holdReason: null, lines: [] };
  const made = { madeBy: actorText(CLERK), madeAtMs: Date.now() };
  const startedAtMs = performance.now();
  await profile.pool.write('claims.decideMany', {
    ...made,
    batchId: ulid(),
    commandIds,
    selection,
    expected,
    decision,
  });
  return { ms: performance.now() - startedAtMs, decided: ids.length };
}
