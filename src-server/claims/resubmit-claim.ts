import type { Insertable, Selectable } from 'kysely';
import type { ClaimLineDraft, SubmitResult } from '../../src-shared/domain/claims/claim-draft.ts';
import { lineFactOf } from '../../src-shared/domain/claims/line-fact.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { AppError } from '../../src-shared/errors.ts';
import { insertRows, updateRows } from '../db/bulk-rows.ts';
import type { ClaimLineTable, ClaimTable } from '../db/central-tables.generated.ts';
import { evaluateBatch } from './evaluate-batch.ts';
import { evaluatedLineColumns, judgedColumns, ruleHitRows, type EvaluationMoment } from './evaluation-columns.ts';
import type { Db } from './evaluation-facts.repository.ts';
import { lineRow, stored } from './submit-claims.ts';

/**
 * Puts corrected lines in the place of those of a returned claim and judges it by all rules again. A line keeps its place
 * by its number; what it was stands in a remark on it. Nothing is decided by itself: a person asked, a person reads.
 * A rule of class "entry" refuses the lines and leaves everything as it was. Claims §3.2 "RETURNED submit".
 */
export async function resubmitLines(
  db: Db,
  claim: Selectable<ClaimTable>,
  drafts: readonly ClaimLineDraft[],
  moment: EvaluationMoment,
): Promise<SubmitResult> {
  const old = await db.selectFrom('claimLine').selectAll().where('claimId', '=', claim.id).orderBy('seq').execute();
  await refuseLostOldParts(db, old.slice(drafts.length));
  const lines = drafts.map((_draft, index) => lineRow(drafts, index, claim, old[index]?.id ?? moment.newId()));
  const main = lines.find((line) => line.isMain === 1) ?? lines[0];
  const causal = lines.find((line) => line.isCausal === 1);
  const changed = {
    ...claim,
    ...{ mainOpId: main?.opId ?? null, mainItemText: main?.description ?? null, causalPartId: causal?.partId ?? null },
  };
  const evaluations = await evaluateBatch(db, {
    claims: [changed],
    linesByClaim: new Map([[claim.id, lines.map((line) => lineFactOf(stored(line)))]]),
    today: moment.today,
    onDateOf: ({ submittedDate }) => submittedDate ?? moment.today,
  });
  const evaluation = evaluations.get(claim.id);
  if (evaluation === undefined) throw new RangeError(`claim ${claim.id} was not evaluated`);
  if (evaluation.entryBlocks.length > 0) return { outcome: 'refused', hits: evaluation.entryBlocks };
  const review = { ...evaluation, disposition: 'IN_REVIEW' as const };
  const bySeq = new Map(review.lines.map((line) => [line.seq, evaluatedLineColumns(line, review)]));
  const rows = lines.map((line) => ({ ...line, reasonCode: null, ...bySeq.get(line.seq) }));
  await storeLines(db, old, rows);
  await db.deleteFrom('ruleHit').where('claimId', '=', claim.id).execute();
  await insertRows(db, 'ruleHit', ruleHitRows(claim, review, moment));
  const { mainOpId, mainItemText, causalPartId } = changed;
  await db
    .updateTable('claim')
    .set({ ...judgedColumns(review, moment.nowMs), mainOpId, mainItemText, causalPartId })
    .where('id', '=', claim.id)
    .execute();
  const { payableFen } = evaluation;
  return { outcome: 'submitted', claimId: claim.id, claimNo: claim.no ?? '', status: 'IN_REVIEW', payableFen };
}

/** A line whose old part is on its way stands for something that exists: it may change, not vanish. */
async function refuseLostOldParts(db: Db, lost: readonly Selectable<ClaimLineTable>[]): Promise<void> {
  if (lost.length === 0) return;
  const ids = lost.map((line) => line.id);
  const part = await db.selectFrom('oldPart').select('claimLineId').where('claimLineId', 'in', ids).executeTakeFirst();
  if (part === undefined) return;
  const seq = lost.find((line) => line.id === part.claimLineId)?.seq ?? 0;
  throw new AppError('RULE_BROKEN', 'intake-line-has-old-part', { field: 'lines', seq });
}

async function storeLines(
  db: Db,
  old: readonly Selectable<ClaimLineTable>[],
  rows: readonly (Insertable<ClaimLineTable> & { id: string })[],
): Promise<void> {
  const known = new Set(old.map((line) => line.id));
  await updateRows(
    db,
    'claimLine',
    rows
      .filter((row) => known.has(row.id))
      .map(({ _v: _version, _scope, _k, _bucket, ...columns }) => columns as Selectable<ClaimLineTable>),
  );
  await insertRows(
    db,
    'claimLine',
    rows
      .filter((row) => !known.has(row.id))
      .map((row) => ({ ...row, ...rowIdentity(row.id, row._scope, row.claimId) })),
  );
  const lost = old.slice(rows.length).map((line) => line.id);
  if (lost.length > 0) await db.deleteFrom('claimLine').where('id', 'in', lost).execute();
}
