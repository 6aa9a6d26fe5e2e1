import { setImmediate as nextTurn } from 'node:timers/promises';
import { evaluateClaim } from '../../../src-shared/domain/claims/evaluate-claim.ts';
import { levelLimitsOf } from '../../../src-shared/domain/claims/first-rates.ts';
import type { LevelLimits, Ruleset } from '../../../src-shared/domain/claims/ruleset-types.ts';
import {
  evaluationChange,
  type EvaluationChange,
} from '../../../src-shared/domain/claims/rulesets/compare-evaluations.ts';
import type { EvaluationInput } from '../../../src-shared/domain/claims/evaluation-types.ts';
import { mastersWithEdits } from '../../../src-shared/domain/claims/rulesets/master-edits.ts';
import { liveOnly, loadInputs, type EvaluationSources } from '../evaluate-batch.ts';
import { loadStoredSettings, type Db } from '../evaluation-facts.repository.ts';
import { openMasterStore } from '../evaluation-masters.repository.ts';
import { readStored } from '../recheck-claims.ts';

/** Claims read together: how fine the progress is, and how soon a cancel is heard. */
const CLAIMS_TOGETHER = 4000;
/** Claims judged before other work of the server gets its turn. */
const CLAIMS_PER_TURN = 100;

type StoredClaim = Awaited<ReturnType<typeof readStored>>['claims'][number];

export interface ComparedClaim {
  claim: StoredClaim;
  /** null = both rulesets say the same. */
  change: EvaluationChange | null;
}

/** Two rulesets, as many claims are judged by both of them. */
export interface Contest {
  base: Ruleset;
  draft: Ruleset;
  limits: { base: LevelLimits; draft: LevelLimits };
  sources: EvaluationSources;
}

/** What is read holds for both: every rule that is live in one of them, with the thresholds of both. */
export async function openContest(db: Db, published: Ruleset, changed: Ruleset): Promise<Contest> {
  const [base, draft] = [liveOnly(published), liveOnly(changed)];
  const ruleset: Ruleset = { ...draft, rules: [...base.rules, ...draft.rules] };
  const stored = levelLimitsOf(await loadStoredSettings(db));
  const limits = { base: base.tables.limits ?? stored, draft: draft.tables.limits ?? stored };
  return {
    base,
    draft,
    limits,
    sources: { ruleset, settings: limits.base, masters: openMasterStore(db, ruleset) },
  };
}

/**
 * Judges stored claims by both rulesets with one reading of their facts, batch after batch; while one is judged the next
 * is read. Writes nothing. Stops between two turns when the signal is given.
 */
export async function* compareClaims(
  db: Db,
  claimIds: readonly string[],
  contest: Contest,
  { today, signal }: { today: string; signal: AbortSignal },
): AsyncGenerator<ComparedClaim[]> {
  const load = async (start: number) => {
    if (start >= claimIds.length) return null;
    const { claims, batch } = await readStored(db, claimIds.slice(start, start + CLAIMS_TOGETHER), { today });
    return { claims, inputOfClaim: await loadInputs(db, batch, contest.sources) };
  };
  let next = load(0);
  for (let start = 0; start < claimIds.length; start += CLAIMS_TOGETHER) {
    const loaded = await next;
    if (loaded === null || signal.aborted) return;
    next = load(start + CLAIMS_TOGETHER);
    // Awaited in the next round; a failure in between must not end the process.
    next.catch(() => undefined);
    const compared: ComparedClaim[] = [];
    for (const [index, claim] of loaded.claims.entries()) {
      if (index % CLAIMS_PER_TURN === 0) await nextTurn();
      if (signal.aborted) break;
      const input = loaded.inputOfClaim(claim);
      const { base, draft, limits } = contest;
      const change = evaluationChange(
        { ...evaluateClaim(input, base), limits: limits.base },
        { ...evaluateClaim(underDraft(input, draft, limits.draft), draft), limits: limits.draft },
      );
      compared.push({ claim, change });
    }
    if (signal.aborted) {
      await next.catch(() => undefined);
      return;
    }
    yield compared;
  }
}

/** The same claim with the limits and the masters a draft would have. */
export function underDraft(input: EvaluationInput, draft: Ruleset, limits: LevelLimits): EvaluationInput {
  const { masters = [] } = draft.tables;
  return { ...input, settings: limits, masters: mastersWithEdits(input.masters, masters) };
}
