import type { Comparison } from '../../../src-shared/contract/server/rules.contract.ts';
import {
  NO_COMPARISON,
  withClaim,
  type ComparisonTotals,
} from '../../../src-shared/domain/claims/rulesets/compare-evaluations.ts';
import { AppError } from '../../../src-shared/errors.ts';
import type { CentralDb } from '../../db/open-central.ts';
import { compareClaims, openContest } from './compare-claims.ts';
import {
  beginComparison,
  claimsSubmitted,
  endComparison,
  findComparison,
  keepChanges,
  lockComparisons,
  noteProgress,
  runningComparison,
} from './comparison.repository.ts';
import { newestPublished, standingDraft, type RulesetRow } from './ruleset.repository.ts';

interface ComparisonsOptions {
  db: CentralDb;
  nowMs: () => number;
  today: () => string;
  newId: () => string;
  onError: (error: unknown) => void;
}

interface Wanted {
  draftVersion: number;
  fromDate: string;
  toDate: string;
  user: { id: string; name: string };
}

/**
 * Works out what the draft would change on claims of the past (claims §4.3, §5): begun by a request, carried on by this
 * process, its progress and its result in the store, so that any server can tell of it and stop it.
 */
export class RulesetComparisons {
  readonly #options: ComparisonsOptions;
  readonly #running = new Map<string, { abort: AbortController; ended: Promise<void> }>();

  constructor(options: ComparisonsOptions) {
    this.#options = options;
  }

  /** CONFLICT `comparison-running` while another runs; `ruleset-draft-changed` when the draft is not the one seen. */
  async start({ draftVersion, fromDate, toDate, user }: Wanted): Promise<Comparison> {
    const { db, nowMs, newId } = this.#options;
    const id = newId();
    const { base, draft } = await db.transaction().execute(async (transaction) => {
      await lockComparisons(transaction);
      const other = await runningComparison(transaction, nowMs());
      if (other !== undefined) throw new AppError('CONFLICT', 'comparison-running', { byName: other.startedByName });
      const [published, standing] = [await newestPublished(transaction), await standingDraft(transaction)];
      if (standing === null) throw new AppError('CONFLICT', 'ruleset-draft-gone', { byName: '' });
      if (standing._v !== draftVersion) throw new AppError('CONFLICT', 'comparison-other-draft');
      const row = {
        ...{ id, draftId: standing.id, draftVersion, baseRulesetVersion: published.rulesetVersion },
        ...{ fromDate, toDate, startedBy: user.id, startedByName: user.name },
      };
      await beginComparison(transaction, row, nowMs());
      return { base: published, draft: standing };
    });
    const abort = new AbortController();
    const ended = this.#run(id, { base, draft, fromDate, toDate, signal: abort.signal }).finally(() =>
      this.#running.delete(id),
    );
    this.#running.set(id, { abort, ended });
    return this.find(id);
  }

  /** NOT_FOUND `comparison-not-found` for one that a later one has replaced. */
  async find(id: string): Promise<Comparison> {
    const found = await findComparison(this.#options.db, { id }, this.#options.nowMs());
    if (found === null) throw new AppError('NOT_FOUND', 'comparison-not-found');
    return found;
  }

  async cancel(id: string): Promise<Comparison> {
    await endComparison(this.#options.db, id, { status: 'CANCELLED', nowMs: this.#options.nowMs() });
    this.#running.get(id)?.abort.abort();
    await this.#running.get(id)?.ended;
    return this.find(id);
  }

  /** Settles when the comparison has ended, however. */
  async ended(id: string): Promise<void> {
    await this.#running.get(id)?.ended;
  }

  /** The server stops: what runs is given up, and says so. */
  async close(): Promise<void> {
    const { db, nowMs } = this.#options;
    for (const [id, { abort, ended }] of [...this.#running]) {
      await endComparison(db, id, { status: 'FAILED', problem: 'comparison-lost', nowMs: nowMs() });
      abort.abort();
      await ended;
    }
  }

  async #run(
    id: string,
    {
      base,
      draft,
      fromDate,
      toDate,
      signal,
    }: { base: RulesetRow; draft: RulesetRow; fromDate: string; toDate: string; signal: AbortSignal },
  ): Promise<void> {
    const { db, nowMs, today, newId, onError } = this.#options;
    try {
      const claimIds = await claimsSubmitted(db, fromDate, toDate);
      const total = claimIds.length;
      let totals: ComparisonTotals = NO_COMPARISON;
      if (!(await noteProgress(db, id, { done: 0, total, totals, nowMs: nowMs() }))) return;
      const contest = await openContest(db, base.content, draft.content);
      for await (const compared of compareClaims(db, claimIds, contest, { today: today(), signal })) {
        totals = compared.reduce((sum, { change }) => withClaim(sum, change), totals);
        // first whether it is still wanted: a comparison that was stopped may have been replaced already
        if (!(await noteProgress(db, id, { done: totals.claims, total, totals, nowMs: nowMs() }))) return;
        await keepChanges(db, id, compared, newId);
      }
      if (!signal.aborted) await endComparison(db, id, { status: 'DONE', nowMs: nowMs() });
    } catch (error) {
      onError(error);
      await endComparison(db, id, { status: 'FAILED', problem: 'comparison-failed', nowMs: nowMs() }).catch(onError);
    }
  }
}
