export type StatementActionName = 'propose' | 'approve' | 'sendBack' | 'send' | 'confirm' | 'void';

export interface StatementTransition {
  action: StatementActionName;
  from: readonly string[];
  to: string;
  roles: readonly string[];
}

const BEFORE_CLOSED = ['DRAFT', 'L1_CHECKED', 'APPROVED', 'WAIT_STATION', 'CONFIRMED', 'DISPUTED', 'INVOICED'];

/** The whitelist of claims §3.3 for what a person does; a transition that is not listed is refused. */
export const STATEMENT_TRANSITIONS: readonly StatementTransition[] = [
  { action: 'propose', from: ['DRAFT'], to: 'L1_CHECKED', roles: ['l1', 'l2', 'l3'] },
  { action: 'approve', from: ['L1_CHECKED'], to: 'APPROVED', roles: ['l2', 'l3'] },
  { action: 'sendBack', from: ['L1_CHECKED', 'DISPUTED'], to: 'DRAFT', roles: ['l2', 'l3'] },
  { action: 'send', from: ['APPROVED', 'DISPUTED'], to: 'WAIT_STATION', roles: ['l1', 'l2', 'l3'] },
  // On the station's behalf, with its proof attached (design §8); the station itself confirms through the intake.
  { action: 'confirm', from: ['WAIT_STATION'], to: 'CONFIRMED', roles: ['l1', 'l2', 'l3', 'station'] },
  { action: 'void', from: BEFORE_CLOSED, to: 'VOID', roles: ['l2', 'l3'] },
];

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
