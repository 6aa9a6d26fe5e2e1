import { evaluateClaim } from '../../src-shared/domain/claims/evaluate-claim.ts';
import { insertRows } from '../db/bulk-rows.ts';
import { loadInputs, openSources } from './evaluate-batch.ts';
import { judgedColumns, ruleHitRows, type EvaluationMoment } from './evaluation-columns.ts';
import { loadRulesetOf, type Db } from './evaluation-facts.repository.ts';
import { readStored, recheckClaims } from './recheck-claims.ts';

export type PhotoArrived = (db: Db, claimId: string, moment: EvaluationMoment) => Promise<void>;

/** Claims that nobody has decided yet: what a photograph shows belongs beside them at once. */
const UNDECIDED: ReadonlySet<string> = new Set(['IN_REVIEW', 'ON_HOLD', 'RETURNED']);

/**
 * Judges a claim again when a photograph has arrived: it came after the claim, so no rule has seen it. Whoever has the claim
 * before him sees the new hits; an approved one comes back as on any re-check. No photograph changes an amount. Claims §5 A01–A05.
 */
export const photoArrived: PhotoArrived = async (db, claimId, moment) => {
  const { status, rulesetVersion } = await db
    .selectFrom('claim')
    .select(['status', 'rulesetVersion'])
    .where('id', '=', claimId)
    .executeTakeFirstOrThrow();
  if (UNDECIDED.has(status)) await judgeAgain(db, { claimId, rulesetVersion }, moment);
  else await recheckClaims(db, [claimId], moment);
};

const keyOf = ({ ruleId, lineSeq }: { ruleId: string; lineSeq: number | null }): string =>
  `${ruleId} ${String(lineSeq ?? '')}`;

async function judgeAgain(
  db: Db,
  { claimId, rulesetVersion }: { claimId: string; rulesetVersion: number | null },
  moment: EvaluationMoment,
): Promise<void> {
  const sources = await openSources(db, await loadRulesetOf(db, rulesetVersion, moment.today), true);
  const { claims, batch } = await readStored(db, [claimId], moment);
  const [claim] = claims;
  if (claim === undefined) return;
  const inputOf = await loadInputs(db, batch, sources);
  const evaluation = evaluateClaim(inputOf(claim), sources.ruleset);
  const columns = ['id', 'ruleId', 'lineSeq', 'mode', 'state'] as const;
  const known = await db.selectFrom('ruleHit').select(columns).where('claimId', '=', claimId).execute();
  const keys = { known: new Set(known.map(keyOf)), found: new Set(evaluation.hits.map(keyOf)) };
  const gone = known.filter((hit) => hit.state === 'OPEN' && !keys.found.has(keyOf(hit)));
  const hits = evaluation.hits.filter((hit) => !keys.known.has(keyOf(hit)));
  const goneIds = gone.map(({ id }) => id);
  if (goneIds.length > 0) await db.deleteFrom('ruleHit').where('id', 'in', goneIds).execute();
  await insertRows(db, 'ruleHit', ruleHitRows(claim, { hits, rulesetVersion: evaluation.rulesetVersion }, moment));
  // without a live hit more or less nothing of the claim itself is different, and nobody's screen needs to hear of it
  if (![...gone, ...hits].some((hit) => hit.mode === 'LIVE')) return;
  const {
    claimedFen: _claimed,
    stdFen: _std,
    payableFen: _payable,
    ...judged
  } = judgedColumns(evaluation, moment.nowMs);
  await db.updateTable('claim').set(judged).where('id', '=', claimId).execute();
}
