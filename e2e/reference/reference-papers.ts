import {
  claimHit,
  dayOf,
  kilometres,
  labourOf,
  lineHits,
  materialOf,
  opOf,
  partOf,
  placed,
  type Rule,
} from './reference-facts.ts';

/* The second evaluator, continued: the rules that read papers beside the claim. */

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
  P04: (c) => {
    const { evidence, lines } = c.input;
    if (evidence?.order === undefined) return [];
    const free = lines.filter((line) => line.costType === 'MATERIAL' && line.supplyMode === 'FREE_ISSUE');
    const first = new Map(free.toReversed().map((line) => [line.partId ?? line.seq, line]));
    const unissued = [...first.values()].filter((line) => {
      const same = free.filter((other) => other === line || (line.partId !== null && other.partId === line.partId));
      const claimed = same.reduce((sum, other) => sum + (other.qtyMilli ?? 1000), 0);
      const rows = (evidence.order?.parts ?? []).filter(
        (row) => row.partId === line.partId && row.supplyMode === 'FREE_ISSUE' && row.issueDoc !== null,
      );
      if (rows.length === 0) return true;
      const papers = evidence.issues?.filter(
        (paper) => paper.partId === line.partId && rows.some((row) => row.issueDoc === paper.docNo),
      );
      return papers !== undefined && claimed > papers.reduce((sum, paper) => sum + paper.qtyMilli, 0);
    });
    return lineHits(unissued, 'BLOCK');
  },
  T01: ({ input }) => {
    const { evidence, station, lines } = input;
    const sent = (evidence?.dispatches ?? []).filter((d) => !['CANCELLED', 'REFUSED'].includes(d.status));
    const dispatched = sent.find((d) => d.routeKm != null)?.routeKm ?? null;
    const arrival = sent.map((d) => placed(d)).find((place) => place !== null);
    const field = evidence?.order?.place === 'FIELD' ? evidence.order : null;
    const [home, away] = [placed(station), arrival ?? placed(evidence?.request) ?? placed(field)];
    const guessed = home === null || away === null ? null : Math.round(kilometres(home, away) * 1.3 * 2);
    const over = lines.filter((line) => {
      const route = dispatched ?? guessed ?? line.detail.routeKm ?? null;
      return line.costType === 'TRAVEL' && route !== null && (line.km ?? 0) * 10 > route * 11;
    });
    return lineHits(over, 'INFO');
  },
  T03: ({ input: { evidence, lines } }) => {
    if (evidence?.order === undefined || evidence.dispatches === undefined) return [];
    const travels = lines.some((line) => line.costType === 'TRAVEL');
    if (evidence.order === null ? !travels : evidence.order.place !== 'FIELD') return [];
    const sent = evidence.dispatches.filter((d) => !['CANCELLED', 'REFUSED'].includes(d.status));
    return claimHit(!sent.some((d) => d.arrivedAtMs !== null), 'WARN');
  },
};
