import { z } from 'zod';
import { BusinessDate, Fen } from './values.ts';

export const FIGURE_GROUPINGS = [
  ...(['region', 'station', 'grade', 'auditor', 'productLine', 'series', 'model', 'component', 'supplier'] as const),
  ...(['misBand', 'month'] as const),
] as const;
export const FigureGrouping = z.enum(FIGURE_GROUPINGS);
export type FigureGrouping = z.infer<typeof FigureGrouping>;

/** Claims decided within these dates, both included. */
export const AuditFiguresRequest = z.object({ fromDate: BusinessDate, toDate: BusinessDate, by: FigureGrouping });
export type AuditFiguresRequest = z.infer<typeof AuditFiguresRequest>;

/** One group's figures (claims §6.6): counts of claims, fen, working days. */
export const FiguresRow = z.object({
  /** What the group has in common, as the grid's condition takes it; empty = nobody, which is the rules themselves. */
  key: z.string(),
  name: z.string(),
  decided: z.int(),
  byRules: z.int(),
  firstPass: z.int(),
  partial: z.int(),
  rejected: z.int(),
  returned: z.int(),
  /** False claims (R34, R35), and the fen they did not get. */
  fraud: z.int(),
  savedFen: Fen,
  claimedFen: Fen,
  approvedFen: Fen,
  cutFen: Fen,
  auditDaysMedian: z.int().nullable(),
  auditDaysP90: z.int().nullable(),
});
export type FiguresRow = z.infer<typeof FiguresRow>;

/** What was not approved of what was claimed, by the reason of the decision; null = the rules reduced it. */
export const CutByReason = z.object({ reasonCode: z.string().nullable(), claims: z.int(), cutFen: Fen });
export type CutByReason = z.infer<typeof CutByReason>;

/** What became of a rule's hits on the claims that were decided: numbers of claims, however often the rule hit one of them (0384). */
export const RulePrecision = z.object({
  ruleId: z.string(),
  mode: z.string(),
  hits: z.int(),
  /** Of those: the claim was cut or rejected for what the rule says, and nobody overrode that hit. */
  upheld: z.int(),
  overridden: z.int(),
});
export type RulePrecision = z.infer<typeof RulePrecision>;

/** What a person did with claims: numbers of claims, however many steps one of them took (0384). */
export const ClerkLoad = z.object({
  /** With the login where another person has the same name. */
  name: z.string(),
  decisions: z.int(),
  /** Taken back within 24 hours, by whomever. */
  undone: z.int(),
  /** Hours of the clock in which there was at least one decision. */
  hourCount: z.int(),
  /** Claims in hand now, whatever the period. */
  inHand: z.int(),
  /** Claims that were this person's and went to another in the period, and those that came from another or from nobody. */
  handedOver: z.int(),
  takenOver: z.int(),
});
export type ClerkLoad = z.infer<typeof ClerkLoad>;

export const AuditFiguresAnswer = z.object({
  total: FiguresRow,
  /** The largest groups first, at most 500. */
  rows: z.array(FiguresRow),
  /** How many groups there are, shown or not. */
  groups: z.int(),
  cuts: z.array(CutByReason),
  rules: z.array(RulePrecision),
  clerks: z.array(ClerkLoad),
});
export type AuditFiguresAnswer = z.infer<typeof AuditFiguresAnswer>;
