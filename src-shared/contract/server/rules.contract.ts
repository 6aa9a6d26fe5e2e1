import { oc } from '@orpc/contract';
import { z } from 'zod';
import { BusinessDate, Fen, InstantMs, RowId, Scalar } from '../values.ts';

const LevelSchema = z.enum(['AUTO', 'L1', 'L2', 'L3']);
const DispositionSchema = z.enum(['AUTO_APPROVED', 'IN_REVIEW', 'AUTO_REJECTED']);

/** What a draft would change on claims of the past, as far as it has been worked out; amounts in fen. */
export const Comparison = z.object({
  id: RowId,
  draftVersion: z.int(),
  /** The published version it is compared with. */
  baseRulesetVersion: z.int(),
  fromDate: BusinessDate,
  toDate: BusinessDate,
  status: z.enum(['RUNNING', 'DONE', 'CANCELLED', 'FAILED']),
  problem: z.string().nullable(),
  done: z.int(),
  total: z.int().nullable(),
  totals: z
    .object({
      claims: z.int(),
      changed: z.int(),
      decisionsChanged: z.int(),
      toPerson: z.int(),
      toRules: z.int(),
      levelsChanged: z.int(),
      amountsChanged: z.int(),
      payableUpFen: Fen,
      payableDownFen: Fen,
    })
    .nullable(),
  startedByName: z.string(),
  startedAtMs: InstantMs,
  finishedAtMs: InstantMs.nullable(),
});
export type Comparison = z.infer<typeof Comparison>;

export const ComparisonChange = z.object({
  id: RowId,
  claimId: RowId,
  claimNo: z.string().nullable(),
  claimantName: z.string(),
  vinText: z.string(),
  submittedDate: z.string().nullable(),
  dispositionBefore: DispositionSchema,
  dispositionAfter: DispositionSchema,
  payableBeforeFen: Fen,
  payableAfterFen: Fen,
  /** The level that may approve the payable amount alone; AUTO = no person is asked. */
  levelBefore: LevelSchema,
  levelAfter: LevelSchema,
  /** Rules by commas. */
  newRules: z.string(),
  goneRules: z.string(),
});
export type ComparisonChange = z.infer<typeof ComparisonChange>;

export const ComparisonRequest = z.object({ draftVersion: z.int(), fromDate: BusinessDate, toDate: BusinessDate });

/** One condition of a rule of the split table, held against a claim. */
export const TriedCondition = z.object({
  field: z.string(),
  op: z.string(),
  value: z.union([z.array(z.string()), z.number(), z.null()]),
  fact: Scalar,
  holds: z.boolean(),
});

/** One claim judged by a ruleset, with everything that was asked. */
export const Trial = z.object({
  rulesetVersion: z.int(),
  disposition: DispositionSchema,
  claimedFen: Fen,
  payableFen: Fen,
  hits: z.array(
    z.object({
      ruleId: z.string(),
      severity: z.string(),
      mode: z.string(),
      lineSeq: z.int().nullable(),
      facts: z.record(z.string(), Scalar),
    }),
  ),
  lines: z.array(
    z.object({ seq: z.int(), costType: z.string(), splitRuleId: z.string(), stdFen: Fen, payableFen: Fen }),
  ),
  /** The rules of the split table in their order; the first that matches decides. */
  split: z.array(
    z.object({
      ruleId: z.string(),
      inForce: z.boolean(),
      matches: z.boolean(),
      conditions: z.array(TriedCondition),
    }),
  ),
});
export type Trial = z.infer<typeof Trial>;

export const TrialAnswer = z.object({
  claimId: RowId,
  claimNo: z.string().nullable(),
  /** The version the claim itself was judged by. */
  judgedByVersion: z.int().nullable(),
  published: Trial,
  /** null = there is no draft. */
  draft: Trial.nullable(),
});
export type TrialAnswer = z.infer<typeof TrialAnswer>;

const ById = z.object({ comparisonId: RowId });

/** The workshop's work on the server, for the warranty administrator only: comparing a draft and trying it on one claim. */
export const serverRulesContract = {
  /** CONFLICT `comparison-running` while another one runs, `ruleset-draft-changed` for another draft than the caller's. */
  compare: oc.route({ method: 'POST', path: '/rules/v1/comparisons' }).input(ComparisonRequest).output(Comparison),
  /** The last comparison of the draft that stands; null when there is none. */
  latest: oc
    .route({ method: 'GET', path: '/rules/v1/comparisons' })
    .input(z.object({}))
    .output(z.object({ comparison: Comparison.nullable() })),
  comparison: oc.route({ method: 'GET', path: '/rules/v1/comparisons/{comparisonId}' }).input(ById).output(Comparison),
  cancel: oc
    .route({ method: 'POST', path: '/rules/v1/comparisons/{comparisonId}/cancel' })
    .input(ById)
    .output(Comparison),
  /** The changed claims: first those with another decision, then by amount. */
  changes: oc
    .route({ method: 'GET', path: '/rules/v1/comparisons/{comparisonId}/changes' })
    .input(ById.extend({ offset: z.coerce.number().int().min(0), limit: z.coerce.number().int().min(1).max(500) }))
    .output(z.object({ rows: z.array(ComparisonChange) })),
  /** NOT_FOUND `claim-not-found` for a number no claim has. */
  tryOn: oc
    .route({ method: 'POST', path: '/rules/v1/trials' })
    .input(z.object({ claimNo: z.string().min(1).max(64) }))
    .output(TrialAnswer),
};
