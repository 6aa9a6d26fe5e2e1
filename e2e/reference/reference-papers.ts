import { claimHit, dayOf, partOf, type Rule } from './reference-facts.ts';

/* The second evaluator, continued: the rules that are off at first, because what they read is not recorded yet. */

/** The class of assemblies that are not paid before they came back; the first ruleset names none (0150). */
export const NO_RETURN_NO_PAY = 'ENGINE';

export const RULES_OF_PAPERS: Readonly<Record<string, Rule>> = {
  G03: ({ input: { evidence } }) => {
    const money = ['hoursCenti', 'qtyMilli', 'unitFen', 'claimedFen', 'km'];
    return claimHit(evidence?.edits?.some((edit) => money.includes(edit.field) && !edit.wasReturned) === true, 'BLOCK');
  },
  A05: ({ input: { claim, evidence } }) => {
    const written = (vin: string): string => vin.trim().toUpperCase();
    const differs = evidence?.plateReadings?.some((read) => written(read.vinText) !== written(claim.vinText));
    return claimHit(differs === true, 'WARN');
  },
  O04: (c) => {
    // what came back has been received, whatever became of it since; a part that stays at the station is never awaited
    const onTheWay = ['DUE', 'TAGGED', 'BOXED', 'SHIPPED', 'OVERDUE'];
    const waiting = c.input.evidence?.oldParts?.some((old) => {
      const group = c.rows.componentGroups.find((row) => row.id === partOf(c, old.partId)?.componentGroupId);
      return group?.class === NO_RETURN_NO_PAY && old.policy === 'RETURN' && onTheWay.includes(old.status);
    });
    return claimHit(waiting === true, 'WARN');
  },
  F05: ({ input: { evidence, evaluatedOnDate } }) => {
    const recovery = evidence?.recovery;
    if (recovery == null || recovery.hasSupplierClaim) return [];
    return claimHit(dayOf(evaluatedOnDate) >= dayOf(recovery.windowEndDate) - 15, 'INFO');
  },
};
