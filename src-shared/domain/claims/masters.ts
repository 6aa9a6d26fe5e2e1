import type { MasterRows, Masters } from './evaluation-types.ts';
import type { FaultPartFact } from './evidence-types.ts';

/** The rows of a batch by key; call once per batch and pass the result to every evaluation. */
export function indexMasters(rows: MasterRows): Masters {
  const includedOps = new Map<string, Set<string>>();
  for (const { opId, includedOpId } of rows.operationIncludes) {
    const included = includedOps.get(opId);
    if (included === undefined) includedOps.set(opId, new Set([includedOpId]));
    else included.add(includedOpId);
  }
  return {
    ratesByKey: Map.groupBy(rows.rates, (rate) => rate.rateKey),
    operations: new Map(rows.operations.map((operation) => [operation.id, operation])),
    includedOps,
    parts: new Map(rows.parts.map((part) => [part.id, part])),
    componentGroups: new Map(rows.componentGroups.map((group) => [group.id, group])),
    policiesByLine: Map.groupBy(rows.policies, (policy) => policy.productLine),
    coveragesByPolicy: Map.groupBy(rows.coverages, (coverage) => coverage.policyId),
    applicabilitiesByPart:
      rows.applicabilities === undefined ? null : Map.groupBy(rows.applicabilities, (row) => row.partId),
    faultGroups: rows.faultParts === undefined ? null : faultGroupsOf(rows.faultParts),
    faultNames: new Map(rows.faultParts?.flatMap(({ code, name }) => (name === undefined ? [] : [[code, name]]))),
  };
}

function faultGroupsOf(rows: readonly FaultPartFact[]): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const { code, componentGroupId } of rows) {
    const known = groups.get(code);
    if (known === undefined) groups.set(code, new Set([componentGroupId]));
    else known.add(componentGroupId);
  }
  return groups;
}
