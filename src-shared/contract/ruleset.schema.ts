import { z } from 'zod';
import { SPLIT_FIELDS } from '../domain/claims/rulesets/split-fields.ts';
import type { Role } from './values.ts';

/** Who sees and changes the tables of the rules; everybody else reads sentences (design §8). */
export const RULE_EDITORS = ['warrantyAdmin'] as const satisfies readonly Role[];

/** Whether somebody is offered the workshop; the server refuses everybody else. */
export function mayEditRules(roles: readonly Role[]): boolean {
  const editors: readonly Role[] = RULE_EDITORS;
  return !roles.includes('auditor') && roles.some((role) => editors.includes(role));
}

const Code = z.string().max(80);

const RuleRowSchema = z.object({
  id: z.string().max(10),
  version: z.int().min(0),
  severity: z.enum(['INFO', 'WARN', 'BLOCK']),
  mode: z.enum(['LIVE', 'SHADOW', 'OFF']),
  classes: z.array(z.enum(['entry', 'autoReject', 'line', 'autoReduce', 'hold', 'invoice'])).max(6),
  reasonCode: z.string().regex(/^R\d{2}$/),
  parameters: z.record(z.string().max(60), z.union([z.int(), Code, z.array(Code).max(100)])),
  offReason: z.string().max(60).optional(),
});

const SharesBpSchema = z.tuple([z.int(), z.int(), z.int()]);
const DateText = z.string().max(10).nullable();

const SplitRuleSchema = z.object({
  id: z.string().max(40),
  priority: z.int(),
  validFrom: DateText,
  validTo: DateText,
  conditions: z
    .array(
      z.object({
        field: z.string().max(40),
        op: z.string().max(20),
        value: z.union([z.array(Code).max(50), z.int(), z.null()]),
      }),
    )
    .max(SPLIT_FIELDS.length),
  labourBp: SharesBpSchema,
  materialBp: SharesBpSchema,
  travelBp: SharesBpSchema,
});

const CapRowSchema = z.object({
  id: z.string().max(40),
  level: z.enum(['LINE', 'COST_TYPE', 'CLAIM']),
  costType: z.string().max(20).nullable(),
  claimType: z.string().max(20).nullable(),
  productLine: z.string().max(20).nullable(),
  capFen: z.int(),
  validFrom: DateText,
  validTo: DateText,
});

export const MasterRowSchema = z.record(z.string().max(40), z.union([z.string().max(200), z.int(), z.null()]));

const MasterEditSchema = z.object({
  table: z.enum(['rates', 'coverages', 'reasons']),
  id: z.string().min(1).max(64),
  before: MasterRowSchema.nullable(),
  after: MasterRowSchema.nullable(),
});

/** A ruleset as a screen edits it: types and sizes only; what must hold is `domain/claims/rulesets/check-ruleset`. */
export const RulesetContentSchema = z.object({
  rules: z.array(RuleRowSchema).max(200),
  tables: z.object({
    split: z.array(SplitRuleSchema).max(200),
    caps: z.array(CapRowSchema).max(200),
    risk: z.object({
      infoPoints: z.int().min(0).max(100),
      warnPoints: z.int().min(0).max(100),
      blockPoints: z.int().min(0).max(100),
      stationRiskDivisor: z.int().min(1).max(1000),
    }),
    /** Rows of rates, coverages and reason codes that the draft would change; what must hold is `check-masters`. */
    masters: z.array(MasterEditSchema).max(2000).optional(),
    /** Absent from programs that do not know them: the limits stay as they are. */
    limits: z.object({ autoApproveLimitFen: z.int(), l1LimitFen: z.int(), l2LimitFen: z.int() }).optional(),
  }),
});
