import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { intakeContract, IntakeClaimState } from '../../src-shared/contract/server/intake.contract.ts';
import { isAnyOf } from '../db/bulk-rows.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';

type Db = Kysely<CentralTables>;
type ClaimState = z.infer<typeof IntakeClaimState>;
type StatementView = z.infer<NonNullable<(typeof intakeContract.statements)['~orpc']['outputSchema']>>[number];

/** Statuses of a statement its station sees: from the invoice notice on. */
const SENT = ['WAIT_STATION', 'DISPUTED', 'CONFIRMED', 'INVOICED', 'CLOSED', 'PAID'] as const;
const NEWEST = 200;

/** The station's claims as it may see them: state, lines and the remarks between it and the headquarters. */
export async function claimStates(db: Db, claimantId: string, number: string | undefined): Promise<ClaimState[]> {
  let query = db
    .selectFrom('claim')
    .leftJoin('statement', 'statement.id', 'claim.statementId')
    .selectAll('claim')
    .select('statement.no as statementNo')
    .where('claim.claimantId', '=', claimantId);
  if (number !== undefined) query = query.where('claim.stationRef', '=', number);
  const claims = await query.orderBy('claim.submittedAtMs', 'desc').orderBy('claim.id', 'desc').limit(NEWEST).execute();
  const ids = claims.map((claim) => claim.id);
  const lines = await db.selectFrom('claimLine').selectAll().where(isAnyOf('claimId', ids)).orderBy('seq').execute();
  const remarks = await db
    .selectFrom('claimRemark')
    .selectAll()
    .where(isAnyOf('claimId', ids))
    .where('direction', '<>', 'INTERNAL')
    .orderBy('createdAtMs')
    .execute();
  const linesOf = Map.groupBy(lines, (line) => line.claimId);
  const remarksOf = Map.groupBy(remarks, (remark) => remark.claimId);
  return claims.map((claim) => ({
    ...{ number: claim.stationRef, no: claim.no, status: claim.status, claimedFen: claim.claimedFen },
    ...{ approvedFen: claim.approvedFen, reasonCode: claim.reasonCode, decidedAt: instantOf(claim.decidedAtMs) },
    statementNo: claim.statementNo,
    remarks: (remarksOf.get(claim.id) ?? []).map(({ direction, text, createdAtMs }) => ({
      ...{ direction, text, at: new Date(createdAtMs).toISOString() },
    })),
    lines: (linesOf.get(claim.id) ?? []).map(({ seq, description, claimedFen, approvedFen, decision, reasonCode }) => ({
      ...{ seq, description, claimedFen, approvedFen, decision, reasonCode },
    })),
  }));
}

/** The statements that were sent to the station, newest first, with their claims. */
export async function sentStatements(db: Db, claimantId: string): Promise<StatementView[]> {
  const statements = await db
    .selectFrom('statement')
    .selectAll()
    .where('claimantId', '=', claimantId)
    .where('status', 'in', SENT)
    .orderBy('createdAtMs', 'desc')
    .limit(NEWEST)
    .execute();
  const claims = await db
    .selectFrom('statementClaim')
    .innerJoin('claim', 'claim.id', 'statementClaim.claimId')
    .select(['statementClaim.statementId as statementId', 'claim.stationRef as number', 'claim.no as no'])
    .select('statementClaim.approvedFen as approvedFen')
    .where(
      isAnyOf(
        'statementClaim.statementId',
        statements.map((statement) => statement.id),
      ),
    )
    .orderBy('statementClaim.seq')
    .execute();
  const claimsOf = Map.groupBy(claims, (claim) => claim.statementId);
  return statements.map((statement) => {
    const { id, no, status, periodFromDate, periodToDate, netFen, taxFen, grossFen } = statement;
    const { offsetFen, carryInFen, payableFen } = statement;
    return {
      ...{ no, status, periodFromDate, periodToDate, netFen, taxFen, grossFen, offsetFen, carryInFen, payableFen },
      claims: (claimsOf.get(id) ?? []).map(({ number, no: claimNo, approvedFen }) => ({
        number,
        no: claimNo,
        approvedFen,
      })),
    };
  });
}

function instantOf(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}
