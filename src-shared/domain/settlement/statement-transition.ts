/** What a person does with a statement; `object` is the station's dispute. Claims §3.3. */
export type StatementActionName = 'propose' | 'approve' | 'sendBack' | 'send' | 'confirm' | 'object' | 'void';

export interface StatementTransition {
  action: StatementActionName;
  from: readonly string[];
  to: string;
  roles: readonly string[];
}

const BEFORE_CLOSED = ['DRAFT', 'L1_CHECKED', 'APPROVED', 'WAIT_STATION', 'CONFIRMED', 'DISPUTED', 'INVOICED'];

/** The whitelist of claims §3.3 up to the station's confirmation; a transition that is not listed is refused. */
export const STATEMENT_TRANSITIONS: readonly StatementTransition[] = [
  { action: 'propose', from: ['DRAFT'], to: 'L1_CHECKED', roles: ['l1', 'l2', 'l3'] },
  { action: 'approve', from: ['L1_CHECKED'], to: 'APPROVED', roles: ['l2', 'l3'] },
  { action: 'sendBack', from: ['L1_CHECKED', 'DISPUTED'], to: 'DRAFT', roles: ['l2', 'l3'] },
  { action: 'send', from: ['APPROVED'], to: 'WAIT_STATION', roles: ['l1', 'l2', 'l3', 'finance'] },
  { action: 'send', from: ['DISPUTED'], to: 'WAIT_STATION', roles: ['l2', 'l3'] },
  // On the station's behalf, with its proof attached (design §8); the station itself confirms through the intake.
  { action: 'confirm', from: ['WAIT_STATION'], to: 'CONFIRMED', roles: ['l1', 'l2', 'l3', 'finance', 'station'] },
  { action: 'object', from: ['WAIT_STATION'], to: 'DISPUTED', roles: ['station'] },
  { action: 'void', from: BEFORE_CLOSED, to: 'VOID', roles: ['l2', 'l3'] },
];

/** Statuses in which a claim may still be taken off (claims §3.2 "detach"; design §8: a disputed claim is moved on). */
export const DETACHABLE_STATUSES: readonly string[] = ['DRAFT', 'DISPUTED'];

/** The listed transition, or null when the action is not allowed in the status. Claims §3.3. */
export function statementTransition(status: string, action: StatementActionName): StatementTransition | null {
  return STATEMENT_TRANSITIONS.find((row) => row.action === action && row.from.includes(status)) ?? null;
}

/** The actions a person with these roles may take on a statement in this status. Claims §3.3. */
export function allowedStatementActions(status: string, roles: readonly string[]): StatementActionName[] {
  return STATEMENT_TRANSITIONS.filter(
    (row) => row.from.includes(status) && row.roles.some((role) => roles.includes(role)),
  ).map((row) => row.action);
}

export interface StatementStepInput {
  statement: { status: string; grossFen: number; checkedBy: string | null };
  action: StatementActionName;
  actor: { userId: string; roles: readonly string[]; claimLimitFen: number | null };
  note: string;
  /** What the second level may approve alone, fen; above it the third decides. */
  l2LimitFen: number;
}

export type StatementStep =
  { ok: true; to: string } | { ok: false; reason: string; details: Record<string, string | number | null> };
type Refused = Extract<StatementStep, { ok: false }>;

/**
 * Where an action leads a statement, or why it is refused: not listed, not this person's role, the same person twice, above
 * the limit, or a step that needs its reason in the note. Claims §3.3.
 */
export function statementStep(input: StatementStepInput): StatementStep {
  const { statement, action, actor, note } = input;
  const transition = statementTransition(statement.status, action);
  if (transition === null) return refused('statement-step-not-allowed', { status: statement.status, action });
  if (!transition.roles.some((role) => actor.roles.includes(role))) {
    return refused('statement-not-your-role', { status: statement.status, action });
  }
  const refusal = action === 'approve' ? approvalRefusal(input) : null;
  if (refusal !== null) return refusal;
  const onBehalf = action === 'confirm' && !actor.roles.includes('station');
  const needsNote = onBehalf || action === 'sendBack' || action === 'object' || action === 'void';
  if (needsNote && note.trim() === '') return refused('statement-needs-note', { action });
  return { ok: true, to: transition.to };
}

function approvalRefusal({ statement, actor, l2LimitFen }: StatementStepInput): Refused | null {
  if (statement.checkedBy === actor.userId) return refused('statement-same-person', {});
  if (actor.roles.includes('l3')) return null;
  const limitFen = actor.claimLimitFen ?? l2LimitFen;
  if (statement.grossFen <= limitFen) return null;
  return refused('statement-over-limit', { grossFen: statement.grossFen, limitFen });
}

function refused(reason: string, details: Refused['details']): Refused {
  return { ok: false, reason, details };
}
