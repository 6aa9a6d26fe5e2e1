import { claimHit, dayOf, labourOf, materialOf, opOf, partOf, type Rule } from './reference-facts.ts';

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
  P07: (c) => {
    const { claim, evidence } = c.input;
    const path = evidence?.repairPath;
    const assembly = partOf(c, claim.causalPartId)?.componentGroupId;
    if (path == null || claim.actionCode !== 'REPLACE' || assembly === undefined) return [];
    const fenPerHour = claim.productLine === 'COACH' ? 6000 : 5500;
    const labour = labourOf(c)
      .filter((line) => opOf(c, line.opId)?.componentGroupId === assembly)
      .reduce((sum, line) => sum + ((opOf(c, line.opId)?.stdHoursCenti ?? 0) / 100) * fenPerHour, 0);
    const material = materialOf(c)
      .filter((line) => partOf(c, line.partId)?.componentGroupId === assembly)
      .reduce((sum, line) => sum + (partOf(c, line.partId)?.issuePriceFen ?? 0) * ((line.qtyMilli ?? 1000) / 1000), 0);
    return claimHit(labour + material > 3 * ((path.hoursCenti / 100) * fenPerHour + path.partsFen), 'WARN');
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
