/** What is done to a statement. `object` is the station's dispute, `silence` the server's clock. Claims §3.3. */
export type StatementActionName =
  'propose' | 'approve' | 'sendBack' | 'send' | 'confirm' | 'object' | 'silence' | 'invoice' | 'close' | 'pay' | 'void';

export interface StatementTransition {
  action: StatementActionName;
  from: readonly string[];
  to: string;
  /** Who may; `system` = the server by itself. */
  roles: readonly string[];
}

export const STATEMENT_STATUSES: readonly string[] = [
  ...['DRAFT', 'L1_CHECKED', 'APPROVED', 'WAIT_STATION', 'CONFIRMED', 'DISPUTED', 'INVOICED', 'CLOSED', 'PAID', 'VOID'],
];

const BEFORE_CLOSED = ['DRAFT', 'L1_CHECKED', 'APPROVED', 'WAIT_STATION', 'CONFIRMED', 'DISPUTED', 'INVOICED'];
/** On the station's behalf, with its proof in the note (design §8); the station itself answers through the intake. */
const ANSWERERS = ['l1', 'l2', 'l3', 'finance', 'station'];

/** The whitelist of claims §3.3; a transition that is not listed is refused. */
export const STATEMENT_TRANSITIONS: readonly StatementTransition[] = [
  { action: 'propose', from: ['DRAFT'], to: 'L1_CHECKED', roles: ['l1', 'l2', 'l3'] },
  { action: 'approve', from: ['L1_CHECKED'], to: 'APPROVED', roles: ['l2', 'l3'] },
  { action: 'sendBack', from: ['L1_CHECKED', 'DISPUTED'], to: 'DRAFT', roles: ['l2', 'l3'] },
  { action: 'send', from: ['APPROVED'], to: 'WAIT_STATION', roles: ['l1', 'l2', 'l3', 'finance'] },
  { action: 'send', from: ['DISPUTED'], to: 'WAIT_STATION', roles: ['l2', 'l3'] },
  { action: 'confirm', from: ['WAIT_STATION'], to: 'CONFIRMED', roles: ANSWERERS },
  { action: 'object', from: ['WAIT_STATION'], to: 'DISPUTED', roles: ANSWERERS },
  { action: 'silence', from: ['WAIT_STATION'], to: 'CONFIRMED', roles: ['system'] },
  { action: 'invoice', from: ['CONFIRMED'], to: 'INVOICED', roles: ['finance', 'system'] },
  { action: 'close', from: ['INVOICED'], to: 'CLOSED', roles: ['finance'] },
  { action: 'pay', from: ['CLOSED'], to: 'PAID', roles: ['finance'] },
  { action: 'void', from: BEFORE_CLOSED, to: 'VOID', roles: ['l2', 'l3'] },
];

/** Statuses in which a claim may still be taken off (claims §3.2 "detach"; design §8: a disputed claim is moved on). */
export const DETACHABLE_STATUSES: readonly string[] = ['DRAFT', 'DISPUTED'];

const MOVERS: readonly string[] = ['l1', 'l2', 'l3'];

/** True when somebody with these roles may take a claim off a statement in this status, or put it back (decision 0021). */
export function mayMoveClaims(status: string, roles: readonly string[]): boolean {
  return DETACHABLE_STATUSES.includes(status) && roles.some((role) => MOVERS.includes(role));
}

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

/**
 * True when an invoice is to be waited for: own workshops settle internally and engineers by expense claim (design §8,
 * Tax), and nothing can be invoiced where the gross amount (fen) is not above zero.
 */
export function needsInvoice(statement: { claimantType: string; grossFen: number }): boolean {
  return statement.claimantType === 'STATION' && statement.grossFen > 0;
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

/** Steps whose reason must be written. */
const WITH_NOTE: ReadonlySet<StatementActionName> = new Set(['sendBack', 'object', 'void']);

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
  if ((onBehalf || WITH_NOTE.has(action)) && note.trim() === '') return refused('statement-needs-note', { action });
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
