import type { Insertable } from 'kysely';
import type { RunRequest } from '../../src-shared/contract/settlement.contract.ts';
import { claimScope } from '../../src-shared/domain/claims/tier-of.ts';
import type { ClaimSettings } from '../../src-shared/domain/claims/first-rates.ts';
import { statementTotals, type StatementTotals } from '../../src-shared/domain/settlement/statement-totals.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { sumExact } from '../../src-shared/domain/units/rounding.ts';
import type { StatementClaimTable, StatementTable, StatementTaxGroupTable } from '../db/central-tables.generated.ts';
import { claimsSha256 } from './claims-sha256.ts';
import type { AdjustmentRow, Claimant, PayableClaim, StatementRow } from './settlement.repository.ts';

export interface StatementParts {
  claims: readonly PayableClaim[];
  adjustments: readonly Pick<AdjustmentRow, 'stage' | 'amountFen' | 'taxRateBp'>[];
  taxRateBp: number;
  carryInFen: number;
  monthsDeferred: number;
}

/** The totals of a statement from its parts: one tax group per rate, set-offs after tax, what is carried. Claims §4.5. */
export function totalsOf(
  parts: StatementParts,
  settings: Pick<ClaimSettings, 'minPayoutFen' | 'maxDeferMonths'>,
): StatementTotals {
  const { claims, adjustments, taxRateBp, carryInFen, monthsDeferred } = parts;
  const preTax = adjustments.filter((adjustment) => adjustment.stage === 'PRE_TAX');
  const rates = new Set([taxRateBp, ...preTax.map((adjustment) => adjustment.taxRateBp ?? taxRateBp)]);
  return statementTotals({
    groups: [...rates]
      .sort((a, b) => b - a)
      .map((rateBp) => ({
        taxRateBp: rateBp,
        claimsFen: rateBp === taxRateBp ? claims.map((claim) => claim.approvedFen) : [],
        preTaxFen: preTax.filter((a) => (a.taxRateBp ?? taxRateBp) === rateBp).map((a) => a.amountFen),
      })),
    postTaxFen: adjustments.filter((adjustment) => adjustment.stage === 'POST_TAX').map((a) => a.amountFen),
    carryInFen,
    minPayoutFen: settings.minPayoutFen,
    monthsDeferred,
    maxDeferMonths: settings.maxDeferMonths,
  });
}

/** The amounts of a statement's row. */
export function amountColumns(parts: StatementParts, totals: StatementTotals) {
  return {
    claimCount: parts.claims.length,
    claimedFen: sumExact(parts.claims.map((claim) => claim.claimedFen)),
    netFen: totals.netFen,
    preTaxAdjFen: totals.preTaxAdjFen,
    taxBaseFen: totals.taxBaseFen,
    taxFen: totals.taxFen,
    grossFen: totals.grossFen,
    offsetFen: totals.offsetFen,
    carryInFen: parts.carryInFen,
    payableFen: totals.payableFen,
    carryOutFen: totals.carryOutFen,
    monthsDeferred: parts.monthsDeferred,
    payout: totals.status as string,
    claimsSha256: claimsSha256(parts.claims),
  };
}

/** The tax groups of a statement as rows. */
export function taxGroupRows(
  statement: { id: string; _scope: string },
  totals: StatementTotals,
  newId: () => string,
): Insertable<StatementTaxGroupTable>[] {
  return totals.groups.map((group) => ({
    ...rowIdentity(newId(), statement._scope, statement.id),
    statementId: statement.id,
    ...group,
  }));
}

export interface BuiltStatement {
  statement: Insertable<StatementTable> & Pick<StatementRow, 'id' | '_scope' | 'netFen' | 'payableFen'>;
  groups: Insertable<StatementTaxGroupTable>[];
  claims: Insertable<StatementClaimTable>[];
}

/** One claimant's statement of a run with all its rows. */
export function buildStatement(input: {
  ids: { statement: string; run: string; newId(): string };
  run: { runKey: string; request: RunRequest; createdAtMs: number; createdBy: string };
  claimant: Claimant;
  regionCode: string;
  no: string;
  parts: StatementParts;
  settings: Pick<ClaimSettings, 'minPayoutFen' | 'maxDeferMonths'>;
}): BuiltStatement {
  const { ids, run, claimant, parts } = input;
  const { kind, periodFromDate, periodToDate, taxDate } = run.request;
  const totals = totalsOf(parts, input.settings);
  const scope = claimScope(input.regionCode, 'open');
  const { grade, taxpayerType, taxNo, bankName, bankAccount, stationId, regionId } = claimant;
  const statement = {
    ...rowIdentity(ids.statement, scope),
    ...{ no: input.no, runId: ids.run, runKey: run.runKey, claimantType: claimant.type, claimantId: claimant.id },
    ...{ claimantCode: claimant.code, claimantName: claimant.name, stationId, regionId },
    ...{ kind, periodFromDate, periodToDate, taxDate, grade, taxpayerType, taxNo, bankName, bankAccount },
    ...amountColumns(parts, totals),
    ...{ status: 'DRAFT', createdAtMs: run.createdAtMs, createdBy: run.createdBy },
  };
  const inOrder = [...parts.claims].sort((a, b) =>
    a.repairFinishDate === b.repairFinishDate
      ? a.id < b.id
        ? -1
        : 1
      : a.repairFinishDate < b.repairFinishDate
        ? -1
        : 1,
  );
  return {
    statement,
    groups: taxGroupRows(statement, totals, ids.newId),
    claims: inOrder.map((claim, index) => ({
      ...rowIdentity(ids.newId(), scope, statement.id),
      ...{ statementId: statement.id, claimId: claim.id, seq: index + 1 },
      ...{ claimedFen: claim.claimedFen, approvedFen: claim.approvedFen, taxRateBp: parts.taxRateBp },
    })),
  };
}
