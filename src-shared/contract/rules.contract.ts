import { oc } from '@orpc/contract';
import { z } from 'zod';
import { MasterRowSchema, RulesetContentSchema } from './ruleset.schema.ts';
import { Comparison, ComparisonChange, TrialAnswer } from './server/rules.contract.ts';
import { BusinessDate, InstantMs, RowId } from './values.ts';

/** A version of the rules in the list of all of them. */
export const RulesetVersion = z.object({
  rulesetVersion: z.int(),
  /** DRAFT, PUBLISHED; what is published may begin later. */
  status: z.string(),
  effectiveDate: BusinessDate.nullable(),
  publishedAtMs: InstantMs.nullable(),
  publishedByName: z.string().nullable(),
  note: z.string().nullable(),
});
export type RulesetVersion = z.infer<typeof RulesetVersion>;

/** One saved change of a draft, or its publication. */
export const RulesetChange = z.object({
  changedAtMs: InstantMs,
  changedByName: z.string(),
  rulesetVersion: z.int(),
  action: z.enum(['save', 'drop', 'publish']),
  cells: z.int(),
});
export type RulesetChange = z.infer<typeof RulesetChange>;

/** The masters a draft may change, as they stand: what has ended is left out; rows with their `id`. */
const WorkshopMasters = z.object({
  rates: z.array(MasterRowSchema),
  coverages: z.array(MasterRowSchema),
  reasons: z.array(MasterRowSchema),
  /** What the ids in them are called: codes that people type, and names. */
  names: z.array(
    z.object({
      kind: z.enum(['policy', 'group', 'part', 'station', 'region']),
      id: z.string(),
      code: z.string(),
      name: z.string(),
    }),
  ),
});

export const RulesetWorkshop = z.object({
  masters: WorkshopMasters,
  /** The newest published version: what a draft is made from and compared with. */
  published: z.object({
    rulesetVersion: z.int(),
    effectiveDate: BusinessDate.nullable(),
    content: RulesetContentSchema,
  }),
  /** The version new claims are judged by today. */
  inForceVersion: z.int(),
  draft: z
    .object({ rulesetVersion: z.int(), version: z.int(), note: z.string().nullable(), content: RulesetContentSchema })
    .nullable(),
  versions: z.array(RulesetVersion),
  changes: z.array(RulesetChange),
});
export type RulesetWorkshop = z.infer<typeof RulesetWorkshop>;

/** What became of a rule's hits on the claims decided between two days. */
export const RuleRecord = z.object({
  ruleId: z.string(),
  hits: z.int(),
  upheld: z.int(),
  overridden: z.int(),
});
export type RuleRecord = z.infer<typeof RuleRecord>;

const RuleModeSchema = z.enum(['LIVE', 'SHADOW', 'OFF']);

/** A change of mode that the figures speak for (claims §5); `counted` of `hits` is the share. */
export const RuleProposal = z.object({
  ruleId: z.string(),
  from: RuleModeSchema,
  to: RuleModeSchema,
  hits: z.int(),
  counted: z.int(),
  shareBp: z.int(),
  thresholdBp: z.int(),
});
export type RuleProposal = z.infer<typeof RuleProposal>;

/** The workshop of the rules; every procedure refuses whoever is no warranty administrator with `rules-not-yours`. */
export const rulesContract = {
  workshop: oc.input(z.object({})).output(RulesetWorkshop),
  records: oc.input(z.object({ fromDate: BusinessDate, toDate: BusinessDate })).output(
    z.object({
      records: z.array(RuleRecord),
      /** Of the published rules; never applied by themselves. */
      proposals: z.array(RuleProposal),
      /** Fewer hits than these say nothing. */
      minHits: z.int(),
    }),
  ),
  /** `version` is the draft on the screen, 0 for none; CONFLICT `ruleset-draft-changed` when somebody was first. */
  saveDraft: oc
    .input(z.object({ version: z.int().min(0), content: RulesetContentSchema, note: z.string().max(500) }))
    .output(z.object({ version: z.int(), rulesetVersion: z.int() })),
  dropDraft: oc.input(z.object({ version: z.int().min(1) })).output(z.object({})),
  /** RULE_BROKEN `ruleset-shadowed` unless every shadowed rule is among the confirmed ones. */
  publish: oc
    .input(
      z.object({
        version: z.int().min(1),
        effectiveDate: BusinessDate,
        confirmedShadowed: z.array(z.string().max(40)).max(200),
        note: z.string().max(500),
      }),
    )
    .output(z.object({ rulesetVersion: z.int() })),
  /** Starts the comparison on the server and follows it as a job of the desktop, which can be stopped. */
  compare: oc
    .input(z.object({ draftVersion: z.int().min(1), fromDate: BusinessDate, toDate: BusinessDate }))
    .output(z.object({ jobId: RowId })),
  comparison: oc.input(z.object({})).output(z.object({ comparison: Comparison.nullable() })),
  changes: oc
    .input(z.object({ comparisonId: RowId, offset: z.int().min(0), limit: z.int().min(1).max(500) }))
    .output(z.object({ rows: z.array(ComparisonChange) })),
  tryOn: oc.input(z.object({ claimNo: z.string().min(1).max(64) })).output(TrialAnswer),
};
