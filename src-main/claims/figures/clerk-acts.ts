import { readClerkCondition, type ClerkAct } from '../../../src-shared/contract/figure-conditions.ts';
import { startOfBusinessDate } from '../../../src-shared/domain/units/business-date.ts';
import { addDays } from '../../../src-shared/domain/units/dates.ts';
import type { Condition } from '../../db/grid-filter.ts';
import { CALLED } from './person-label.ts';

/** A decision counts as undone when it was taken back within this time (claims §6.6). */
const UNDO_COUNTS_MS = 24 * 3_600_000;

/** A step somebody took with a claim, not a rule or the program, and not the undo of one; `d` is the step. */
const IS_DECISION = `d.level <> 'AUTO' and d.level <> 'SYSTEM' and d.action <> 'UNDO' and d.action <> 'ASSIGN'`;
const IS_UNDONE = `exists (select 1 from audit_decision u where u.claim_id = d.claim_id and u.undoes_id = d.id
                             and u.decided_at_ms - d.decided_at_ms <= ${String(UNDO_COUNTS_MS)})`;
const IS_HANDED = `d.action = 'ASSIGN'`;

/** Whose step it is, and which steps are meant; the figure and the claims it opens ask the same. */
export const CLERK_STEPS: Readonly<Record<ClerkAct, { whose: string; which: string }>> = {
  decidedBy: { whose: 'd.decided_by', which: IS_DECISION },
  undoneOf: { whose: 'd.decided_by', which: `${IS_DECISION} and ${IS_UNDONE}` },
  handedOverBy: { whose: 'd.handed_from', which: IS_HANDED },
  takenOverBy: { whose: 'd.handed_to', which: IS_HANDED },
};

/** The claims a figure of a clerk counts: those with such a step of the person in the days, whoever decided last. */
export function clerkActs(act: ClerkAct): (value: string) => Condition | null {
  const { whose, which } = CLERK_STEPS[act];
  return (value) => {
    const asked = readClerkCondition(value);
    if (asked === null) return null;
    const { fromDate, toDate, name } = asked;
    return {
      sql: `c.id in (select d.claim_id from audit_decision d
              where d.decided_at_ms >= ? and d.decided_at_ms < ? and ${whose} in ${CALLED} and ${which})`,
      params: [startOfBusinessDate(fromDate), startOfBusinessDate(addDays(toDate, 1)), name, name],
    };
  };
}
