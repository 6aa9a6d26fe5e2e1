import { needsInvoice, type StatementActionName } from '../../src-shared/domain/settlement/statement-transition.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { Db, StatementRow } from './settlement.repository.ts';

/** Who does a step, and when. */
export interface StepMoment {
  db: Db;
  user: { id: string; name: string };
  nowMs: number;
  newId(): string;
}

/** The server itself, as it stands in histories. */
export const SYSTEM_USER = { id: 'system', name: 'system' } as const;

export type MoveStatement = (
  moment: StepMoment,
  statement: StatementRow,
  step: { action: StatementActionName; to: string; note: string },
) => Promise<string>;

/** Which columns remember who took a step and when. */
const MARKS: Partial<Record<StatementActionName, (userId: string, nowMs: number) => Partial<StatementRow>>> = {
  propose: (checkedBy, checkedAtMs) => ({ checkedBy, checkedAtMs }),
  approve: (approvedBy, approvedAtMs) => ({ approvedBy, approvedAtMs }),
  send: (_userId, sentAtMs) => ({ sentAtMs }),
  sendBack: () => ({
    ...{ checkedBy: null, checkedAtMs: null, approvedBy: null, approvedAtMs: null },
    ...{ sentAtMs: null, confirmedAtMs: null },
  }),
  confirm: (_userId, confirmedAtMs) => ({ confirmedAtMs }),
  silence: (_userId, confirmedAtMs) => ({ confirmedAtMs }),
  close: (_userId, closedAtMs) => ({ closedAtMs }),
  pay: (_userId, paidAtMs) => ({ paidAtMs }),
};

/**
 * Writes the status a step led to, who did it and with which words; returns where the statement stands now. One that waits
 * for no invoice goes on by itself once it is confirmed.
 */
export const moveStatement: MoveStatement = async (moment, statement, { action, to, note }) => {
  const { db, user, nowMs } = moment;
  await db
    .updateTable('statement')
    .set({ ...MARKS[action]?.(user.id, nowMs), status: to })
    .where('id', '=', statement.id)
    .execute();
  await recordEvent(moment, statement, { action, to, note });
  if (to !== 'CONFIRMED' || needsInvoice(statement)) return to;
  const next = { action: 'invoice', to: 'INVOICED', note: '' } as const;
  return moveStatement({ ...moment, user: SYSTEM_USER }, { ...statement, status: to }, next);
};

/** One entry of a statement's history; `refClaimId` names the claim that was taken off or put on. */
export async function recordEvent(
  { db, user, nowMs, newId }: StepMoment,
  statement: StatementRow,
  event: { action: string; to: string; note: string; refClaimId?: string },
): Promise<void> {
  await db
    .insertInto('statementEvent')
    .values({
      ...rowIdentity(newId(), statement._scope, statement.id),
      ...{ statementId: statement.id, action: event.action, statusFrom: statement.status, statusTo: event.to },
      ...{ note: event.note.trim() === '' ? null : event.note, refClaimId: event.refClaimId ?? null },
      ...{ doneBy: user.id, doneByName: user.name, doneAtMs: nowMs },
    })
    .execute();
}
