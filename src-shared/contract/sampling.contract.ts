import { oc } from '@orpc/contract';
import { z } from 'zod';
import { MOST_SAMPLED } from '../domain/claims/audit-sample.ts';
import type { PlanFigures } from '../domain/claims/sample-plan.ts';
import { GridQuery } from './query.ts';
import { BusinessDate, InstantMs, RowId, type Role } from './values.ts';

/** Who says how much of what the rules approve is read by a person. */
export const SAMPLE_PLANNERS = ['l2', 'l3', 'warrantyAdmin', 'admin'] as const satisfies readonly Role[];
/** Who sees the plan and proves its draws. */
export const SAMPLE_READERS = [
  ...SAMPLE_PLANNERS,
  ...(['regionManager', 'management', 'auditor'] as const),
] as const satisfies readonly Role[];

/** Whether the screens offer somebody to change the plan; the server refuses everybody else. */
export function mayPlanSamples(roles: readonly Role[]): boolean {
  const planners: readonly Role[] = SAMPLE_PLANNERS;
  return !roles.includes('auditor') && roles.some((role) => planners.includes(role));
}

/** Whether somebody with these roles sees plans, proofs and the auditor's sample. */
export function maySeeSamples(roles: readonly Role[]): boolean {
  const readers: readonly Role[] = SAMPLE_READERS;
  return roles.some((role) => readers.includes(role));
}

/** Whole numbers only; the ranges are `domain/claims/sample-plan`. */
export const PlanFiguresSchema = z.object({
  ...{ baseBp: z.int(), newStationBp: z.int(), newStationMonths: z.int(), ownFleetBp: z.int() },
  ...{ afterFraudMonths: z.int(), minimumPerStationMonth: z.int(), minimumAfterDays: z.int() },
  ...{ recordMonths: z.int(), stopMinimumRead: z.int(), stopMissedBp: z.int(), fraudRisk: z.int() },
}) satisfies z.ZodType<PlanFigures>;

/** `version` is the plan on the sender's screen, 0 for none. */
export const SamplePlanInput = z.object({
  figures: PlanFiguresSchema,
  fromDate: BusinessDate,
  version: z.int().min(0),
});

/** One version of the plan; its id is the seed of its draws. */
export const SamplePlanVersion = z.object({
  id: RowId,
  code: z.string(),
  fromDate: BusinessDate,
  /** The day before the next one begins; null = until further notice. */
  untilDate: BusinessDate.nullable(),
  state: z.enum(['past', 'inForce', 'coming']),
  figures: PlanFiguresSchema,
  savedByName: z.string().nullable(),
  savedAtMs: InstantMs.nullable(),
});
export type SamplePlanVersion = z.infer<typeof SamplePlanVersion>;

export const SamplePlans = z.object({
  /** Newest first. */
  plans: z.array(SamplePlanVersion),
  version: z.int(),
  today: BusinessDate,
});
export type SamplePlans = z.infer<typeof SamplePlans>;

export const ProofRequest = z.object({ planId: RowId, fromDate: BusinessDate, toDate: BusinessDate });

export const ProvedClaim = z.object({
  claimId: RowId,
  claimNo: z.string(),
  stationName: z.string(),
  submittedDate: BusinessDate,
  /** 0–9999; below the rate it is drawn. */
  lot: z.int(),
  rateBp: z.int(),
  stratum: z.enum(['AFTER_FRAUD', 'NEW_STATION', 'OWN_FLEET', 'BASE']),
  verdict: z.enum(['drawn', 'notDrawn', 'minimum', 'missing', 'unexpected']),
});
export type ProvedClaim = z.infer<typeof ProvedClaim>;

export const DrawProof = z.object({
  population: z.int(),
  drawn: z.int(),
  /** Of the drawn: taken for the minimum of a station's month. */
  minimum: z.int(),
  /** What follows from the seed and what is stored are not the same. */
  differs: z.int(),
  /** What differs, then what was drawn; of the rest nothing. */
  claims: z.array(ProvedClaim),
});
export type DrawProof = z.infer<typeof DrawProof>;

/** The seed an auditor names; blanks at its ends do not count. */
const Seed = z.string().trim().min(1).max(64);
export const AuditSampleRequest = z.object({
  seed: Seed,
  claimCount: z.int().min(1).max(MOST_SAMPLED),
  query: GridQuery,
});
export type AuditSampleRequest = z.infer<typeof AuditSampleRequest>;

export const AuditSample = z.object({
  population: z.int(),
  /** Over the ids of the population: two lists with the same number hold the same claims. */
  populationSha256: z.string(),
  claims: z.array(
    z.object({
      ...{ claimId: RowId, claimNo: z.string(), stationName: z.string(), status: z.string() },
      ...{ claimedFen: z.int(), approvedFen: z.int(), photos: z.int() },
    }),
  ),
});
export type AuditSample = z.infer<typeof AuditSample>;

/** Samples of what the rules approve, and the auditor's own; every question refuses with FORBIDDEN `samples-not-yours`. */
export const samplingContract = {
  plans: oc.input(z.object({})).output(SamplePlans),
  /** RULE_BROKEN `sample-plan-range`, `sample-plan-date-past`, `sample-plan-no-change`; CONFLICT `sample-plan-changed`. */
  savePlan: oc.input(SamplePlanInput).output(z.object({ version: z.int() })),
  /** NOT_FOUND `sample-plan-not-found`; BAD_REQUEST `sample-proof-too-long`. */
  proof: oc.input(ProofRequest).output(DrawProof),
  /** The claims an auditor's seed draws of what a filter finds; the evidence of them is an export (`auditSample`). */
  auditSample: oc.input(AuditSampleRequest).output(AuditSample),
};
