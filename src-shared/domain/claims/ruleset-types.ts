import type { SplitRule } from '../settlement/split.ts';
import type { MasterEdit } from './rulesets/master-edits.ts';

/** The ruleset: versioned, immutable data (claims §2.2, §4.3, §5). Stored as JSON in `ruleset.rules_json` and `tables_json`. */

export type Scalar = string | number | boolean | null;
export type Facts = Record<string, Scalar>;

export type Severity = 'INFO' | 'WARN' | 'BLOCK';
export type RuleMode = 'LIVE' | 'SHADOW' | 'OFF';

/** entry: a live hit stops the submission · autoReject: the server rejects by itself · line: concerns one line · autoReduce: the engine cuts the line by itself · hold: the claim waits instead of being decided · invoice: judges the invoices of a statement, not a claim. */
export type RuleClass = 'entry' | 'autoReject' | 'line' | 'autoReduce' | 'hold' | 'invoice';

/** A threshold, or a list of codes. Every number of claims §5 is one of these, never a constant in the code. */
export type RuleParameter = number | string | readonly string[];

export interface RuleRow {
  /** The id of claims §5, for example `L01`. */
  id: string;
  version: number;
  severity: Severity;
  mode: RuleMode;
  classes: readonly RuleClass[];
  /** The reason code (R01–R40) proposed when this rule leads to a cut or a rejection. */
  reasonCode: string;
  parameters: Readonly<Record<string, RuleParameter>>;
  /** Why a rule of the first ruleset is off: the key of a sentence (`rule.off.<reason>`). */
  offReason?: string | undefined;
}

/** A ceiling on what the maker pays, in the order line → cost type → claim (claims §4.1 step 5). A null key means: any. */
export interface CapRow {
  id: string;
  level: 'LINE' | 'COST_TYPE' | 'CLAIM';
  costType: string | null;
  claimType: string | null;
  productLine: string | null;
  capFen: number;
  validFrom: string | null;
  validTo: string | null;
}

/**
 * Up to which payable amount a claim is settled by the rules alone, by the first and by the second level (claims §4.4);
 * above the last the third level decides.
 */
export interface LevelLimits {
  autoApproveLimitFen: number;
  l1LimitFen: number;
  l2LimitFen: number;
}

export interface RulesetTables {
  /** Claims §4.3; the three columns of a rule are [maker, customer, station] in basis points. */
  split: readonly SplitRule[];
  caps: readonly CapRow[];
  /** Points per hit by severity and what a station's own audit risk is divided by; the score only sorts. */
  risk: { infoPoints: number; warnPoints: number; blockPoints: number; stationRiskDivisor: number };
  /** Absent in versions from before limits were part of one (0155): those of the settings hold. */
  limits?: LevelLimits | undefined;
  /** What a draft would make of masters beside it, and what was made of them when it was published (0155). */
  masters?: readonly MasterEdit[] | undefined;
}

export interface Ruleset {
  version: number;
  rules: readonly RuleRow[];
  tables: RulesetTables;
}
