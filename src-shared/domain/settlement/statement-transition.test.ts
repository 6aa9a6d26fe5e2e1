import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allowedStatementActions,
  mayMoveClaims,
  needsInvoice,
  STATEMENT_STATUSES,
  STATEMENT_TRANSITIONS,
  statementStep,
  type StatementActionName,
} from './statement-transition.ts';

/** The table of claims §3.3 written down a second time, by hand: from, event, to, who. */
const SPEC = `
DRAFT propose L1_CHECKED l1,l2,l3
L1_CHECKED approve APPROVED l2,l3
L1_CHECKED sendBack DRAFT l2,l3
APPROVED send WAIT_STATION l1,l2,l3,finance
WAIT_STATION confirm CONFIRMED l1,l2,l3,finance,station
WAIT_STATION object DISPUTED l1,l2,l3,finance,station
WAIT_STATION silence CONFIRMED system
DISPUTED send WAIT_STATION l2,l3
DISPUTED sendBack DRAFT l2,l3
CONFIRMED invoice INVOICED finance,system
INVOICED close CLOSED finance
CLOSED pay PAID finance
DRAFT void VOID l2,l3
L1_CHECKED void VOID l2,l3
APPROVED void VOID l2,l3
WAIT_STATION void VOID l2,l3
CONFIRMED void VOID l2,l3
DISPUTED void VOID l2,l3
INVOICED void VOID l2,l3`
  .trim()
  .split('\n')
  .map((line) => line.split(' '));

const ROLES = ['station', 'l1', 'l2', 'l3', 'finance', 'auditor', 'management', 'warrantyAdmin', 'system'];
const ACTIONS = [...new Set(STATEMENT_TRANSITIONS.map(({ action }) => action))];
const step = (
  status: string,
  action: StatementActionName,
  roles: readonly string[],
  { userId = 'me', checkedBy = 'you' }: { userId?: string; checkedBy?: string } = {},
) =>
  statementStep({
    statement: { status, grossFen: 100, checkedBy },
    ...{ action, note: 'because', l2LimitFen: 1000 },
    actor: { userId, roles, claimLimitFen: null },
  });

describe('the life of a statement (claims §3.3)', () => {
  it('goes where the table says and nowhere else, for every status, action and role', () => {
    let passed = 0;
    for (const status of STATEMENT_STATUSES)
      for (const action of ACTIONS)
        for (const role of ROLES) {
          const listed = SPEC.find(([from, event, , who]) => {
            return from === status && event === action && (who ?? '').split(',').includes(role);
          });
          const outcome = step(status, action, [role]);
          expect(outcome.ok ? outcome.to : null, `${status} ${action} ${role}`).toBe(listed?.[2] ?? null);
          expect(allowedStatementActions(status, [role]).includes(action)).toBe(listed !== undefined);
          passed += listed === undefined ? 0 : 1;
        }
    expect(passed).toBe(SPEC.reduce((sum, row) => sum + (row[3] ?? '').split(',').length, 0));
  });

  it('whatever people try: nothing leaves CLOSED but payment, nothing comes back from PAID or VOID, and two persons approve', () => {
    const attempt = fc.record({
      action: fc.constantFrom(...ACTIONS),
      userId: fc.constantFrom('anna', 'bert', 'carl'),
      roles: fc.subarray(ROLES),
    });
    fc.assert(
      fc.property(fc.array(attempt, { maxLength: 60 }), (attempts) => {
        let status = 'DRAFT';
        let checkedBy = '';
        for (const { action, userId, roles } of attempts) {
          const outcome = step(status, action, roles, { userId, checkedBy });
          if (!outcome.ok) continue;
          if (status === 'CLOSED') expect(outcome.to).toBe('PAID');
          expect(['PAID', 'VOID']).not.toContain(status);
          if (action === 'approve') expect(userId).not.toBe(checkedBy);
          if (action === 'propose') checkedBy = userId;
          status = outcome.to;
        }
      }),
      { numRuns: 400 },
    );
  });

  it('names the reason of a refusal', () => {
    expect(step('CLOSED', 'void', ['l2'])).toMatchObject({ reason: 'statement-step-not-allowed' });
    expect(step('INVOICED', 'close', ['l3'])).toMatchObject({ reason: 'statement-not-your-role' });
    expect(step('L1_CHECKED', 'approve', ['l2'], { checkedBy: 'me' })).toMatchObject({
      reason: 'statement-same-person',
    });
    const silent = statementStep({
      statement: { status: 'WAIT_STATION', grossFen: 1, checkedBy: null },
      ...{ action: 'object', note: ' ', l2LimitFen: 1 },
      actor: { userId: 'me', roles: ['l1'], claimLimitFen: null },
    });
    expect(silent).toMatchObject({ reason: 'statement-needs-note' });
  });

  it('lets the audit move claims off a draft or a disputed statement, and nobody else', () => {
    for (const status of STATEMENT_STATUSES)
      for (const role of ROLES)
        expect(mayMoveClaims(status, [role]), `${status} ${role}`).toBe(
          ['DRAFT', 'DISPUTED'].includes(status) && ['l1', 'l2', 'l3'].includes(role),
        );
  });

  it('waits for an invoice only where there is one to come', () => {
    expect(needsInvoice({ claimantType: 'STATION', grossFen: 1 })).toBe(true);
    expect(needsInvoice({ claimantType: 'STATION', grossFen: 0 })).toBe(false);
    expect(needsInvoice({ claimantType: 'OWN_WORKSHOP', grossFen: 1 })).toBe(false);
    expect(needsInvoice({ claimantType: 'ENGINEER', grossFen: 1 })).toBe(false);
  });
});
