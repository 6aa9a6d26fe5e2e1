import { claimScope, tierOf } from '../../src-shared/domain/claims/tier-of.ts';
import type { DemoFacts, TableName } from './facts/demo-facts.ts';

/** The column that names the root a row travels with; rows of tables not named here are their own root. */
export const ROOT_OF: Partial<Record<TableName, string>> = {
  mileageReading: 'vehicleId',
  dispatch: 'requestId',
  workOrderLabour: 'workOrderId',
  workOrderPart: 'workOrderId',
  workOrderTravel: 'workOrderId',
  followUpCall: 'workOrderId',
  claimLine: 'claimId',
  ruleHit: 'claimId',
  auditDecision: 'claimId',
  claimRemark: 'claimId',
  attachment: 'claimId',
  oldPart: 'claimId',
  sampleCase: 'claimId',
  statementTaxGroup: 'statementId',
  statementClaim: 'statementId',
  statementEvent: 'statementId',
  statementAdjustment: 'statementId',
  invoice: 'statementId',
  payment: 'statementId',
  supplierClaimLine: 'supplierClaimId',
};

/** Scope of every root that has one; what is not found here belongs to everybody. */
export interface ScopeFacts {
  regionCodes: Map<string, string>;
  byRoot: Map<string, string>;
}

const SCOPED = new Set<TableName>([
  'repairRequest',
  'dispatch',
  'workOrder',
  'workOrderLabour',
  'workOrderPart',
  'workOrderTravel',
  'followUpCall',
  'preauth',
  'claim',
  'claimLine',
  'ruleHit',
  'auditDecision',
  'claimRemark',
  'attachment',
  'oldPartBox',
  'oldPart',
  'statement',
  'statementTaxGroup',
  'statementClaim',
  'statementEvent',
  'statementAdjustment',
  'invoice',
  'payment',
  'sampleCase',
  'stockMovement',
  'stockBalance',
]);

export function scopeOf(table: TableName, row: Record<string, unknown>, scopes: ScopeFacts): string {
  if (!SCOPED.has(table)) return 'g';
  const rootField = ROOT_OF[table];
  const root = String(rootField === undefined ? row.id : (row[rootField] ?? row.id));
  const found = scopes.byRoot.get(root);
  if (found === undefined) throw new RangeError(`${table} ${String(row.id)} has no scope`);
  return found;
}

/** Works out the scope of every root: a claim's request, work order and papers go into history together with it. */
export function scopesOf(facts: DemoFacts, historyAfterDays: number): ScopeFacts {
  const regionCodes = new Map(facts.rows('region').map((row) => [row.id, row.code]));
  const byRoot = new Map<string, string>();
  const { today } = facts.options;
  const open = (regionId: string | null | undefined): string => `r:${regionCodes.get(regionId ?? '') ?? '1'}`;
  for (const row of [...facts.rows('repairRequest'), ...facts.rows('workOrder'), ...facts.rows('preauth')])
    byRoot.set(row.id, open(row.regionId));
  const requestOf = new Map(facts.rows('workOrder').map((row) => [row.id, row.requestId]));
  for (const claim of facts.rows('claim')) {
    const tier = tierOf({ status: claim.status, closedDate: claim.closedDate ?? null, today, historyAfterDays });
    const scope = claimScope(regionCodes.get(claim.regionId) ?? '1', tier);
    byRoot.set(claim.id, scope);
    if (claim.workOrderId === null || claim.workOrderId === undefined) continue;
    byRoot.set(claim.workOrderId, scope);
    const requestId = requestOf.get(claim.workOrderId);
    if (requestId !== null && requestId !== undefined) byRoot.set(requestId, scope);
    if (claim.preauthId !== null && claim.preauthId !== undefined) byRoot.set(claim.preauthId, scope);
  }
  const stationRegions = new Map(facts.rows('station').map((row) => [row.id, row.regionId]));
  for (const box of facts.rows('oldPartBox')) byRoot.set(box.id, open(stationRegions.get(box.stationId)));
  for (const statement of facts.rows('statement')) {
    const paidDate = statement.status === 'PAID' ? statement.periodToDate : null;
    const tier = tierOf({ status: 'PAID', closedDate: paidDate, today, historyAfterDays });
    byRoot.set(statement.id, claimScope(regionCodes.get(statement.regionId) ?? '1', tier));
  }
  for (const adjustment of facts.rows('statementAdjustment')) {
    if (adjustment.statementId === null || adjustment.statementId === undefined)
      byRoot.set(adjustment.id, open(stationRegions.get(adjustment.stationId ?? '')));
  }
  const regionOfWarehouse = new Map(facts.rows('warehouse').map((row) => [row.id, row.regionId]));
  for (const row of facts.rows('stockBalance')) byRoot.set(row.id, open(regionOfWarehouse.get(row.warehouseId)));
  // What is posted is history from the first day; balances are the open work (design §8, replica tiers).
  for (const row of facts.rows('stockMovement'))
    byRoot.set(row.id, `${open(regionOfWarehouse.get(row.warehouseId))}.h`);
  return { regionCodes, byRoot };
}
