import type { StandIn } from './deputies.ts';
import type { Facts } from './ruleset-types.ts';

export type DecideActionName = 'APPROVE' | 'REJECT' | 'RETURN' | 'HOLD' | 'RELEASE' | 'REOPEN' | 'ASSIGN';

/** A remark to the station and what it is about: a line, a field of the claim, or a photograph. */
interface AnchoredRemark {
  lineSeq: number | null;
  field: string | null;
  attachmentId: string | null;
  text: string;
}
export type LineDecisionName = 'PENDING' | 'APPROVE' | 'REDUCE' | 'REJECT';
export type DecisionLevel = 'L1' | 'L2' | 'L3';

/** The columns of `claim` a decision reads; money in fen. */
export interface DecisionClaim {
  id: string;
  status: string;
  statusBefore: string | null;
  createdBy: string | null;
  claimedFen: number;
  payableFen: number;
  approvedFen: number;
  cutFen: number;
  holdReason: string | null;
  reasonCode: string | null;
  decidedLevel: string | null;
  decidedAtMs: number | null;
  decidedBy: string | null;
  returnCount: number;
  closedDate: string | null;
  /** Who took it or was given it; see `claimHolder`. */
  assignedTo: string | null;
  regionId: string;
}

/** The columns of `claim_line` a decision reads. */
export interface DecisionLine {
  seq: number;
  claimedFen: number;
  payableFen: number;
  approvedFen: number;
  decision: string;
  reasonCode: string | null;
}

/** Same form as `DecisionInput` of the contract. */
export interface DecisionRequest {
  action: DecideActionName;
  reasonCode: string | null;
  note: string;
  holdReason: string | null;
  lines: readonly {
    seq: number;
    decision: 'APPROVE' | 'REDUCE' | 'REJECT';
    approvedFen: number;
    reasonCode: string | null;
  }[];
  /** The line a return's remark speaks of; null or absent = the claim as a whole. */
  remarkLineSeq?: number | null | undefined;
  /** What a return asks for, each with its place; the note says what concerns the whole claim. */
  remarks?: readonly AnchoredRemark[] | undefined;
  /** Of an approval: a word for each rule that blocks; absent = the note stands for all of them. */
  blocks?: readonly { ruleId: string; state: 'EXPLAINED' | 'OVERRIDDEN'; note: string }[] | undefined;
  /** Of ASSIGN: to whom; null = to nobody, so that it is everybody's again. */
  assignTo?: string | null | undefined;
}

/** Somebody who holds claims or may be given them, as of today. */
export interface ClaimPerson {
  userId: string;
  name: string;
  roles: readonly string[];
  /** Null = every region. */
  regionId: string | null;
  isActive: boolean;
}

/** Who decides. `claimLimitFen` is the person's own limit; null = the limit of the level. */
export interface DecisionActor {
  userId: string;
  roles: readonly string[];
  claimLimitFen: number | null;
  /** Whom the person stands in for today; their levels are among the roles. */
  standsIn?: readonly StandIn[] | undefined;
}

export interface DecisionSettings {
  l1LimitFen: number;
  l2LimitFen: number;
  maxReturns: number;
}

export interface DecisionInput {
  claim: DecisionClaim;
  lines: readonly DecisionLine[];
  /** Ids of live block rules hit and not yet overridden; only looked up when `worst_severity` is 3. */
  openBlockRules: readonly string[];
  decision: DecisionRequest;
  actor: DecisionActor;
  settings: DecisionSettings;
  /** Looked up only by ASSIGN. */
  personOf?: ((userId: string) => ClaimPerson | undefined) | undefined;
  /** Of an appeal: who entered it; that person does not answer it. Null or absent = nobody of the headquarters. */
  wordBy?: string | null | undefined;
  nowMs: number;
  /** Business date of `nowMs`. */
  today: string;
}

/** The columns of `claim` a decision or an undo sets. */
export interface ClaimChange {
  status: string;
  statusBefore: string | null;
  queue: string;
  holdReason: string | null;
  approvedFen: number;
  cutFen: number;
  reasonCode: string | null;
  decidedLevel: string | null;
  decidedAtMs: number | null;
  decidedBy: string | null;
  returnCount: number;
  closedDate: string | null;
  /** Absent from what programs before hand-over wrote: whoever has it in hand keeps it. */
  assignedTo?: string | null;
}

/** The columns of `claim_line` a decision or an undo sets. */
export interface LineChangeResult {
  seq: number;
  decision: LineDecisionName;
  approvedFen: number;
  reasonCode: string | null;
}

/** The row of `audit_decision` to append; `before` goes into `lines_before_json` and lets an undo restore everything. */
export interface DecisionRecord {
  /** SYSTEM = handed over by somebody without a level of the audit. */
  level: DecisionLevel | 'SYSTEM';
  action: DecideActionName | 'OVERRIDE' | 'UNDO';
  reasonCode: string | null;
  note: string | null;
  statusFrom: string;
  statusTo: string;
  amountBeforeFen: number;
  amountAfterFen: number;
  decidedBy: string;
  /** The absent person in whose stead it was decided; null = for oneself. */
  decidedFor: string | null;
  decidedForName: string | null;
  /** Of ASSIGN: who held it and who holds it now, with the names of that day; null = nobody, and of any other entry. */
  handedFrom: string | null;
  handedFromName: string | null;
  handedTo: string | null;
  handedToName: string | null;
  decidedAtMs: number;
  before: DecisionBefore;
}

/** What stood before a decision, as stored in `audit_decision.lines_before_json`. */
export interface DecisionBefore {
  claim: ClaimChange;
  lines: LineChangeResult[];
}

export interface DecisionRefused {
  ok: false;
  reason: string;
  details: Facts;
}

export interface DecisionApplied {
  ok: true;
  claim: ClaimChange;
  lines: LineChangeResult[];
  record: DecisionRecord;
  /** True when the open block hits are overridden by this decision (`rule_hit.state`, with the person and the note). */
  overridesHits: boolean;
}

export type DecisionOutcome = DecisionApplied | DecisionRefused;
